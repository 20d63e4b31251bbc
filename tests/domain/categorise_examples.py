"""What agents type in their first sentence, and where it belongs; and what belongs nowhere."""

from __future__ import annotations

SAID = """
tel_total: phones are completely dead in the whole centre
tel_total: no calls coming in since nine o'clock
tel_total: test calls from two mobiles get dead air on all three main numbers
tel_total: calls offered fell from 155 to 6 in a quarter of an hour
tel_total: nobody can get through to us, just an engaged tone
tel_total: telephones not ringing anywhere, customers say number unobtainable
tel_partial: customers can hear us but we can't hear them
tel_partial: lots of dropped calls this morning on the 0800 number
tel_partial: calls keep cutting off after a minute
tel_partial: only the Welsh number range is failing, others fine
tel_quality: my softphone sounds robotic and keeps breaking up
tel_quality: choppy voice for everybody working from home
ivr_routing: callers pressing two for repairs end up in the sales queue
ivr_routing: customers stuck in a menu loop
ivr_routing: wrong greeting is playing on the service line
crm_down: CRM is down, nobody can log in
crm_down: the screen is frozen and I can't open any customer record
crm_down: storage fault, CRM is read only
crm_down: error page instead of the customer's account
crm_slow: screens take 20 seconds to load
crm_slow: system is really slow and keeps timing out
crm_slow: page time 55 s, 12 agents timed out
network_site: Leeds has lost the network, all PCs and phones gone
network_site: no internet at the Cardiff site
network_site: vpn down, nobody can connect
recording_fail: calls have not been recorded since yesterday
recording_fail: the recording announcement is not being played to callers
payment_fail: card declined although the customer has money, third one today
payment_fail: declines at 40 % since ten
payment_fail: gateway timeouts, some customers charged twice
payment_fail: payments are not going through on the website
payment_fail: customer's refund never arrived and five others say the same
bot_wrong: the chatbot told a customer to open the heater cover
bot_wrong: web chat bot promises free repairs to everyone
dialler_misfire: people complain of silent calls from our number
dialler_misfire: dialler rang people on the do not call list
batch_comms: text message went to the wrong customers
batch_comms: mail merge sent letters with wrong names
cyber_ransom: desktop shows a ransom note and a countdown
cyber_ransom: 17 desktops hit and the file server is renaming files
cyber_ransom: all my files are encrypted and won't open
cyber_account: someone has hacked my mailbox
cyber_account: I clicked on a phishing link and typed my password
cyber_account: caller pretended to be IT and asked me for my password
data_small: I sent the email to the wrong person
data_small: wrong email sent with another customer's details in it
data_small: customer got somebody else's letter
data_small: I read out another customer's address to the caller
data_large: storage bucket with our recordings was public for two days
data_large: spreadsheet of customers was emailed outside the company
data_large: data breach, thousands of customer records leaked online
data_large: laptop with customer data stolen from a car
pci_spill: agent asked the customer to type the card number in the chat
pci_spill: supervisor says note the card numbers on paper and key them later
pci_spill: cvv was heard on a call recording
insider: colleague looks up records of her ex without reason
insider: somebody on the team is selling customer data
dsar_clash: subject access request from March was never answered
dsar_clash: recordings under legal hold were deleted
site_evac: fire alarm is going off and everyone is leaving the building
site_evac: water is coming through the ceiling near the switchgear
site_evac: there is smoke in the canteen
site_evac: strong smell of gas in the office
site_util: power cut at the site, lights out
site_util: toilets are blocked and there is no water
site_util: heating has failed, 12 degrees on the floor
home_power: 12 agents offline in Lancaster and Preston postcodes
home_power: storm has cut power to home workers
weather: heavy snow, people cannot get to work
weather: all trains cancelled because of a strike
absence_mass: 21 people have called in sick by seven
absence_mass: half the team is off with norovirus
absence_mass: net agents 29 of 44 for nine o'clock
injury: colleague slipped on the stairs and hurt her back
injury: a man collapsed at reception, ambulance called
injury: somebody fainted in the canteen
acoustic: loud shriek in my headset, my ear is ringing
acoustic: agent has ear pain after a noise on the line
violence: man says he is coming to the site with a knife
violence: caller threatened to beat up our agent
violence: customer says he knows where I work and will come here with a gun
life_call: a caller threatens to kill himself
life_call: customer says she took an overdose
life_call: caller has chest pain and can't breathe
life_call: caller says he has taken all his tablets
life_call: customer says he wants to end his life
life_call: woman on the line is suicidal
abuse_call: caller was shouting racist insults at me
abuse_call: same man rings and makes sexual remarks
abuse_call: customer swore at me the whole call
bomb_threat: caller says there is a bomb in the building
safeguard: elderly lady says her son takes her money and hits her
safeguard: child told us she is being hurt at home
distress_staff: agent in tears after the last call and cannot go on
distress_staff: colleague is shaking and very upset after a call
demand_spike: queue is growing, 90 calls waiting
demand_spike: far more calls than forecast, waits over 30 minutes
backlog: email inbox is five days behind
backlog: 1,200 unanswered emails piling up
forecast_fail: roster was published wrong, half the shift is missing
forecast_fail: rota shows me off but I should be on today
wrong_info: draft published by mistake saying all orders will be refunded
wrong_info: wrong price on the website
wrong_info: status page says something that is not true
social_storm: video about us is going viral on twitter
social_storm: a journalist rang and wants a statement
kb_wrong: knowledge article has the old returns address
kb_wrong: guidance in the knowledge base is out of date
supplier_bpo: outsourced partner queue 34 waiting, longest 18 minutes
supplier_bpo: BPO agents are not logged in tonight
supplier_cloud: aws outage has taken out several of our systems
supplier_cloud: the provider's status page is red
supplier_carrier: parcel late again, courier says depot is closed
supplier_carrier: customers keep asking where is my order
supplier_carrier: parcels not scanned since Friday
recall: customer smells gas near her new cooker
recall: gas cooker leaks
recall: the plug melted and my hand is blistered
recall: customer got an electric shock from the heater
recall: sparks came out of the kettle
recall: burning smell from the charger
recall: toaster caught fire in her kitchen
recall: battery exploded while charging
recall: asks whether his dryer is part of the recall
defect_batch: three customers report the same fault in the same batch
defect_batch: parts do not fit, out of tolerance
line_down: truck short by 640, line stops at 19:00
line_down: plant says production will stop tonight without our parts
late_delivery: delivery dates for the account are slipping again
late_delivery: all orders for Harmer are late
spec_error: we sent the customer the wrong drawing revision
spec_error: wrong torque value in the data sheet
site_install: our engineer was hurt at a customer's site
site_install: fitter damaged the customer's wall during installation
sla_breach_risk: we are about to miss the service level for the client
regulator_deadline: report to the regulator is due tomorrow and nobody has started
regulator_deadline: ico notification deadline is tonight
complaint_cluster: eight complaints today about the same thing
fraud_wave: customers got a fake text in our name asking for their bank details
fraud_wave: scammers pretend to be us and ask for money
tel_total: all our telephones have gone silent and customers can't reach us
tel_total: Telephony outage in Leeds
tel_total: phone lines dead, no dial tone on any number
tel_partial: callers get cut off halfway through
tel_quality: voices are choppy on my softphone at home
ivr_routing: service calls land in the sales team's queue
crm_down: my screen has frozen and no records come up
crm_down: can't log in to the CRM
crm_slow: customer records take ages to open
network_site: whole Derby site lost its internet connection
recording_fail: recorder has not saved any calls today
payment_fail: customer's card is declined every time she tries
payment_fail: online payment fails with an error
bot_wrong: bot gave dangerous advice about the boiler
dialler_misfire: customers say they answer and nobody is on the line
batch_comms: newsletter sent to wrong recipients
cyber_ransom: screen says pay bitcoin to get files back
cyber_account: suspicious email, colleague entered her password
data_small: letter went to the neighbour with her account details
data_large: file with 4,000 customers published on the web
pci_spill: customer read her card number and it is in the chat transcript
insider: colleague is snooping in accounts of celebrities
site_evac: fire in the kitchen, we are evacuating
site_util: no electricity on the second floor
home_power: home agents in Kent dropped off, broadband outage
weather: trains cancelled, half the shift will be late
absence_mass: fifteen people off sick this morning
injury: agent fell down the stairs and broke her arm
acoustic: loud screech on the headset, ears still hurt
violence: he said he would come round with a knife
violence: caller threatens to shoot us
life_call: he says he will hang himself
life_call: caller swallowed a whole packet of pills
life_call: customer is having a heart attack on the phone
abuse_call: caller used racist language
bomb_threat: anonymous call about a bomb at the Hull site
safeguard: caller whispers that her husband hits her
distress_staff: Amy is crying after a bad call
demand_spike: 120 callers waiting, twice the forecast
backlog: emails from last week still not answered
wrong_info: web page shows wrong prices
social_storm: reporter from the BBC is asking questions
supplier_carrier: courier has not picked up any parcels
recall: heater started smoking and scorched the carpet
recall: washing machine gave her a shock
recall: kettle burned a child's hand
recall: he smelled gas after the new hob was fitted
recall: Smell of burning from fan heater
defect_batch: five customers returned brackets, all cracked, same batch
line_down: planner at Sunderland says line will stand at six without brackets
spec_error: manual says wrong voltage
site_install: fitter drilled through a water pipe at the customer's house
sla_breach_risk: SLA for client B will be missed in an hour
fraud_wave: customer tricked by somebody pretending to be us
cyber_account: two accounts hacked overnight
tel_total: not one call has come in for twenty minutes, phones seem dead
tel_total: line is dead when I dial our own number
tel_partial: crackling on the line and calls drop
ivr_routing: option three sends people to the wrong department
crm_down: CRM has crashed for the whole team
crm_slow: it takes forever to open a case, everything is slow
network_site: wifi is down in the whole building
payment_fail: she was charged twice for one order
batch_comms: we texted the wrong customers by mistake
cyber_ransom: files on the shared drive have strange names and will not open
data_small: put the wrong letter in the envelope, it went to another customer
data_large: laptop with the customer file was left on a train
pci_spill: agent wrote down the security code of a card
site_evac: alarm is ringing, people are going outside
site_util: the power is out in Leeds
weather: roads are icy, several people cannot come in
absence_mass: stomach bug going round, 14 off
injury: trainer passed out and is not answering
violence: customer threatened to come here and smash the place
life_call: caller says she can't go on and wants to die
life_call: man on the phone is having trouble breathing and chest pain
life_call: caller has cut her wrists
abuse_call: he called me a filthy name and insulted my family
distress_staff: my colleague is crying in the toilet after a call
demand_spike: huge queue, nobody gets through in under 40 minutes
backlog: complaint emails two weeks behind
wrong_info: we told customers the wrong opening hours
social_storm: complaint is trending on facebook
supplier_bpo: our outsourcer has stopped answering calls
supplier_carrier: parcel still missing after a week
recall: dishwasher door exploded, glass everywhere
recall: flames from the back of the tumble dryer
recall: customer burned her fingers on the iron
recall: smell of gas from the boiler we fitted
recall: battery pack is swollen and very hot
defect_batch: handles break off, all from the same batch
line_down: their assembly line stops in three hours because brackets are missing
late_delivery: we will miss the delivery date for Norton again
spec_error: wiring diagram shows the wrong colours
fraud_wave: fake website sells heaters in our name
regulator_deadline: the ombudsman wants our answer by tonight
kb_wrong: article tells agents the wrong refund period
safeguard: neighbour says the child is left alone at night
bomb_threat: letter says there is an explosive device in the lobby
""".strip()

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
""".strip()

EXAMPLES = tuple(
    (said.strip(), code) for code, _, said in (line.partition(":") for line in SAID.splitlines())
)
FITS_NOTHING = tuple(NOWHERE.splitlines())
