"""What agents type that belongs to no kind of incident."""

from __future__ import annotations

NOWHERE = """
hot drinks machine broken
please call me back after lunch
customer wants to know opening hours
can I change my holiday next week
chair in meeting room two wobbles
need a new headset cushion
customer nearly at the end of her contract
customer asks for a copy of her invoice
thank you for your help yesterday
my desk lamp flickers
customer wants to change her address
question about the colour of the sofa
where do I find the stapler
the lift music is annoying
customer is happy with the repair
training starts on Monday at nine
please order more paper for the printer
window on the second floor does not close
customer asks for a discount
the vending machine ate my coin
who is team leader tonight
customer would like a brochure
car park barrier stays open
lunch menu for Friday
meeting moved to room four
mouse needs a new battery
customer asks how to clean the filter
customer asks about payment options
how do I book leave
customer wants to move her delivery to Tuesday
where is the knowledge base article on filters
please send me the rota for next week
customer asks for installation date
her new address is near the station
customer thinks the price is high
can someone swap breaks with me
remote control batteries are flat
customer wants a copy of the manual
I need access to the training folder
customer asks whether the heater is in stock
reminder: team photo at three
coffee spilt on the keyboard
customer wants an upgrade of her warranty
leaky tap in the washroom
the clock in hall one is wrong
she nearly missed the bus
recording of the town hall is on the intranet
customer asks how long delivery takes
the microwave is broken
can I have Friday off
customer forgot her password for the web shop
team needs more headsets
customer asks how to reset the thermostat
wants to speak to a manager
printer jam on floor two
customer would like to cancel the order
new starter needs a badge
please book a room for the meeting
customer asks if the cooker comes in red
desk is too high
customer wants to know about gas or electric cookers
the coffee tastes burnt
I am leaving early today
customer needs a spare part for a lamp
is there parking near the plant
customer is calling about her bill
the fridge in the canteen is full
customer asks for the status of repair
customer is moving house in April
headset is uncomfortable
my chair is broken
customer would like an engineer visit next week
question on how to register a product
customer asks if shop is open on Sunday
the kettle in the kitchen does not switch off
customer wants to return a lamp
who has the key for the store room
customer wants to know if batteries are included
laptop needs a new bag
customer's line was engaged when I called back
customer asks for the price list
he could not hear the doorbell
customer wants the engineer to come on Thursday
her order number is missing a digit
customer asks which courier we use
he wants to know when his order will be delivered
we ran out of tea bags
customer says the manual is hard to read
is the partner portal training today
customer is waiting for a call back
can you send me the link to the portal
my monitor is too bright
customer likes our new website
what is the price of a new filter
customer asks for the phone number of sales
the carpet on floor one is dirty
customer wants to add her husband to the account
shift swap with Tom on Friday
customer asks about the warranty for a cracked tile
please update the team list
the customer left before I could answer
customer wants two parcels sent together
asks how to stop the newsletter
customer has a question about tracking
customer will be on holiday until May
please print the new price list
customer has lost her receipt
the door to the smoking area squeaks
customer says the phone manual is missing
new mouse needed
customer asks how loud the dryer is
customer has moved to Leeds
he would like to collect his parcel himself
""".strip()

FITS_NOTHING = tuple(NOWHERE.splitlines())
