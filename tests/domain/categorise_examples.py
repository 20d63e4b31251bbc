"""What agents type in their first sentence, and where it belongs."""

from __future__ import annotations

SAID = """
tel_total: phones are completely dead in the whole centre
tel_total: no calls coming in since nine o'clock
tel_total: test calls from two mobiles get dead air on all three main numbers
tel_total: calls offered fell from 155 to 6 in a quarter of an hour
tel_total: nobody can get through to us, just an engaged tone
tel_total: telephones not ringing anywhere, customers say number unobtainable
tel_total: all our telephones have gone silent and customers can't reach us
tel_total: Telephony outage in Leeds
tel_total: phone lines dead, no dial tone on any number
tel_total: not one call has come in for twenty minutes, phones seem dead
tel_total: line is dead when I dial our own number
tel_total: we have not had a single call since 8:50
tel_total: our main number just rings out
tel_total: every phone on the floor is silent, nothing has come in since lunch
tel_partial: customers can hear us but we can't hear them
tel_partial: lots of dropped calls this morning on the 0800 number
tel_partial: calls keep cutting off after a minute
tel_partial: only the Welsh number range is failing, others fine
tel_partial: callers get cut off halfway through
tel_partial: crackling on the line and calls drop
tel_partial: mobile callers cannot reach us but landlines can
tel_quality: my softphone sounds robotic and keeps breaking up
tel_quality: choppy voice for everybody working from home
tel_quality: voices are choppy on my softphone at home
ivr_routing: callers pressing two for repairs end up in the sales queue
ivr_routing: customers stuck in a menu loop
ivr_routing: wrong greeting is playing on the service line
ivr_routing: service calls land in the sales team's queue
ivr_routing: option three sends people to the wrong department
ivr_routing: menu sends spanner orders to complaints
crm_down: CRM is down, nobody can log in
crm_down: the screen is frozen and I can't open any customer record
crm_down: storage fault, CRM is read only
crm_down: error page instead of the customer's account
crm_down: my screen has frozen and no records come up
crm_down: can't log in to the CRM
crm_down: CRM has crashed for the whole team
crm_down: database is offline, no customer accounts open
crm_down: contact system will not start for anybody
crm_slow: screens take 20 seconds to load
crm_slow: system is really slow and keeps timing out
crm_slow: page time 55 s, 12 agents timed out
crm_slow: customer records take ages to open
crm_slow: it takes forever to open a case, everything is slow
crm_slow: each click takes half a minute
crm_slow: opening a customer takes a full minute today
network_site: Leeds has lost the network, all PCs and phones gone
network_site: no internet at the Cardiff site
network_site: vpn down, nobody can connect
network_site: whole Derby site lost its internet connection
network_site: wifi is down in the whole building
network_site: everyone at Hull lost connection at the same time
recording_fail: calls have not been recorded since yesterday
recording_fail: the recording announcement is not being played to callers
recording_fail: recorder has not saved any calls today
recording_fail: we found that yesterday's calls have no recordings
payment_fail: card declined although the customer has money, third one today
payment_fail: declines at 40 % since ten
payment_fail: gateway timeouts, some customers charged twice
payment_fail: payments are not going through on the website
payment_fail: customer's refund never arrived and five others say the same
payment_fail: customer's card is declined every time she tries
payment_fail: online payment fails with an error
payment_fail: she was charged twice for one order
payment_fail: bank card refused twice but money was taken
payment_fail: credit card payments fail at the last step
bot_wrong: the chatbot told a customer to open the heater cover
bot_wrong: web chat bot promises free repairs to everyone
bot_wrong: bot gave dangerous advice about the boiler
bot_wrong: our bot is telling people to bypass the fuse
dialler_misfire: people complain of silent calls from our number
dialler_misfire: dialler rang people on the do not call list
dialler_misfire: customers say they answer and nobody is on the line
batch_comms: text message went to the wrong customers
batch_comms: mail merge sent letters with wrong names
batch_comms: newsletter sent to wrong recipients
batch_comms: we texted the wrong customers by mistake
batch_comms: 9,000 customers got a reminder they should not have got
cyber_ransom: desktop shows a ransom note and a countdown
cyber_ransom: 17 desktops hit and the file server is renaming files
cyber_ransom: all my files are encrypted and won't open
cyber_ransom: screen says pay bitcoin to get files back
cyber_ransom: files on the shared drive have strange names and will not open
cyber_ransom: strange message on my PC demanding money
cyber_account: someone has hacked my mailbox
cyber_account: I clicked on a phishing link and typed my password
cyber_account: caller pretended to be IT and asked me for my password
cyber_account: suspicious email, colleague entered her password
cyber_account: two accounts hacked overnight
cyber_account: someone called the service desk and got a password reset for my account
cyber_account: a man from "head office" talked me into giving my login
data_small: I sent the email to the wrong person
data_small: wrong email sent with another customer's details in it
data_small: customer got somebody else's letter
data_small: I read out another customer's address to the caller
data_small: letter went to the neighbour with her account details
data_small: put the wrong letter in the envelope, it went to another customer
data_small: invoice of Mrs Hall went to Mr Hill
data_small: I attached the wrong customer's contract to an email
data_large: storage bucket with our recordings was public for two days
data_large: spreadsheet of customers was emailed outside the company
data_large: data breach, thousands of customer records leaked online
data_large: laptop with customer data stolen from a car
data_large: file with 4,000 customers published on the web
data_large: laptop with the customer file was left on a train
data_large: full customer list uploaded to a public site by accident
data_large: a folder of customer files was visible to anyone with the link
pci_spill: agent asked the customer to type the card number in the chat
pci_spill: supervisor says note the card numbers on paper and key them later
pci_spill: cvv was heard on a call recording
pci_spill: customer read her card number and it is in the chat transcript
pci_spill: agent wrote down the security code of a card
insider: colleague looks up records of her ex without reason
insider: somebody on the team is selling customer data
insider: colleague is snooping in accounts of celebrities
insider: ex-colleague boasts about having our customer list
dsar_clash: subject access request from March was never answered
dsar_clash: recordings under legal hold were deleted
site_evac: fire alarm is going off and everyone is leaving the building
site_evac: water is coming through the ceiling near the switchgear
site_evac: there is smoke in the canteen
site_evac: strong smell of gas in the office
site_evac: fire in the kitchen, we are evacuating
site_evac: alarm is ringing, people are going outside
site_evac: bad smell of burning in the server room, alarm sounding
site_evac: sprinklers have gone off on the first floor
site_util: power cut at the site, lights out
site_util: toilets are blocked and there is no water
site_util: heating has failed, 12 degrees on the floor
site_util: no electricity on the second floor
site_util: the power is out in Leeds
site_util: water has been turned off in the building
home_power: 12 agents offline in Lancaster and Preston postcodes
home_power: storm has cut power to home workers
home_power: home agents in Kent dropped off, broadband outage
weather: heavy snow, people cannot get to work
weather: all trains cancelled because of a strike
weather: trains cancelled, half the shift will be late
weather: roads are icy, several people cannot come in
weather: flooding has closed the main road, staff stuck
absence_mass: 21 people have called in sick by seven
absence_mass: half the team is off with norovirus
absence_mass: net agents 29 of 44 for nine o'clock
absence_mass: fifteen people off sick this morning
absence_mass: stomach bug going round, 14 off
absence_mass: lots of people phoned in sick
injury: colleague slipped on the stairs and hurt her back
injury: a man collapsed at reception, ambulance called
injury: somebody fainted in the canteen
injury: agent fell down the stairs and broke her arm
injury: trainer passed out and is not answering
injury: forklift hit a colleague in the warehouse
injury: temp cut his hand open on a box knife
acoustic: loud shriek in my headset, my ear is ringing
acoustic: agent has ear pain after a noise on the line
acoustic: loud screech on the headset, ears still hurt
violence: man says he is coming to the site with a knife
violence: caller threatened to beat up our agent
violence: customer says he knows where I work and will come here with a gun
violence: he said he would come round with a knife
violence: caller threatens to shoot us
violence: customer threatened to come here and smash the place
violence: angry man at reception with a hammer
violence: somebody left a note saying he will stab the receptionist
life_call: a caller threatens to kill himself
life_call: customer says she took an overdose
life_call: caller has chest pain and can't breathe
life_call: caller says he has taken all his tablets
life_call: customer says he wants to end his life
life_call: woman on the line is suicidal
life_call: he says he will hang himself
life_call: caller swallowed a whole packet of pills
life_call: customer is having a heart attack on the phone
life_call: caller says she can't go on and wants to die
life_call: man on the phone is having trouble breathing and chest pain
life_call: caller has cut her wrists
life_call: elderly caller fell and cannot get up
life_call: she says her life is not worth living and has pills in her hand
life_call: caller says she has a blade and will use it on herself
life_call: an old man is having a stroke while talking to me
abuse_call: caller was shouting racist insults at me
abuse_call: same man rings and makes sexual remarks
abuse_call: customer swore at me the whole call
abuse_call: caller used racist language
abuse_call: he called me a filthy name and insulted my family
abuse_call: caller is screaming obscenities
bomb_threat: caller says there is a bomb in the building
bomb_threat: anonymous call about a bomb at the Hull site
bomb_threat: letter says there is an explosive device in the lobby
safeguard: elderly lady says her son takes her money and hits her
safeguard: child told us she is being hurt at home
safeguard: caller whispers that her husband hits her
safeguard: neighbour says the child is left alone at night
safeguard: caller says her partner locks her in the flat
safeguard: girl on chat writes that her stepfather touches her
distress_staff: agent in tears after the last call and cannot go on
distress_staff: colleague is shaking and very upset after a call
distress_staff: Amy is crying after a bad call
distress_staff: my colleague is crying in the toilet after a call
distress_staff: new starter broke down sobbing after a complaint
demand_spike: queue is growing, 90 calls waiting
demand_spike: far more calls than forecast, waits over 30 minutes
demand_spike: 120 callers waiting, twice the forecast
demand_spike: huge queue, nobody gets through in under 40 minutes
demand_spike: calls have doubled since the advert
demand_spike: queue is at 200 and climbing
backlog: email inbox is five days behind
backlog: 1,200 unanswered emails piling up
backlog: emails from last week still not answered
backlog: complaint emails two weeks behind
backlog: oldest e-mail is nine days old
forecast_fail: roster was published wrong, half the shift is missing
forecast_fail: rota shows me off but I should be on today
wrong_info: draft published by mistake saying all orders will be refunded
wrong_info: wrong price on the website
wrong_info: status page says something that is not true
wrong_info: web page shows wrong prices
wrong_info: we told customers the wrong opening hours
wrong_info: the website says we are closed today and we are not
wrong_info: banner promises a free repair that does not exist
social_storm: video about us is going viral on twitter
social_storm: a journalist rang and wants a statement
social_storm: reporter from the BBC is asking questions
social_storm: complaint is trending on facebook
social_storm: angry posts about us on twitter, newspaper rang
social_storm: influencer posted a video of our burning heater
kb_wrong: knowledge article has the old returns address
kb_wrong: guidance in the knowledge base is out of date
kb_wrong: article tells agents the wrong refund period
supplier_bpo: outsourced partner queue 34 waiting, longest 18 minutes
supplier_bpo: BPO agents are not logged in tonight
supplier_bpo: our outsourcer has stopped answering calls
supplier_cloud: aws outage has taken out several of our systems
supplier_cloud: the provider's status page is red
supplier_carrier: parcel late again, courier says depot is closed
supplier_carrier: customers keep asking where is my order
supplier_carrier: parcels not scanned since Friday
supplier_carrier: courier has not picked up any parcels
supplier_carrier: parcel still missing after a week
supplier_carrier: DPD has lost a whole pallet
recall: customer smells gas near her new cooker
recall: gas cooker leaks
recall: the plug melted and my hand is blistered
recall: customer got an electric shock from the heater
recall: sparks came out of the kettle
recall: burning smell from the charger
recall: toaster caught fire in her kitchen
recall: battery exploded while charging
recall: asks whether his dryer is part of the recall
recall: heater started smoking and scorched the carpet
recall: washing machine gave her a shock
recall: kettle burned a child's hand
recall: he smelled gas after the new hob was fitted
recall: Smell of burning from fan heater
recall: dishwasher door exploded, glass everywhere
recall: flames from the back of the tumble dryer
recall: customer burned her fingers on the iron
recall: smell of gas from the boiler we fitted
recall: battery pack is swollen and very hot
recall: baby swallowed a small part that came off the toy
recall: customer reports smoke coming out of her fan heater
recall: heater tripped the electrics and there were sparks
recall: grill pan handle came off and hot oil burned her foot
recall: man got a tingle off the metal case of the mixer
recall: customer's heater caused a small fire in the bedroom
defect_batch: three customers report the same fault in the same batch
defect_batch: parts do not fit, out of tolerance
defect_batch: five customers returned brackets, all cracked, same batch
defect_batch: handles break off, all from the same batch
defect_batch: brackets from lot 44 are all cracked
defect_batch: third pallet this month with cracked brackets
line_down: truck short by 640, line stops at 19:00
line_down: plant says production will stop tonight without our parts
line_down: planner at Sunderland says line will stand at six without brackets
line_down: their assembly line stops in three hours because brackets are missing
line_down: Sunderland will run out of brackets at 7 pm
line_down: Oxford plant will be standing by five if the truck does not come
late_delivery: delivery dates for the account are slipping again
late_delivery: all orders for Harmer are late
late_delivery: we will miss the delivery date for Norton again
late_delivery: promised delivery moved a third time for this account
late_delivery: account Norton: all five orders will be a week late
spec_error: we sent the customer the wrong drawing revision
spec_error: wrong torque value in the data sheet
spec_error: manual says wrong voltage
spec_error: wiring diagram shows the wrong colours
spec_error: sent out drawing rev B instead of C
site_install: our engineer was hurt at a customer's site
site_install: fitter damaged the customer's wall during installation
site_install: fitter drilled through a water pipe at the customer's house
site_install: installer dropped the unit through a customer's floor
sla_breach_risk: we are about to miss the service level for the client
sla_breach_risk: SLA for client B will be missed in an hour
sla_breach_risk: only 20 minutes left before we breach the contract target
regulator_deadline: report to the regulator is due tomorrow and nobody has started
regulator_deadline: ico notification deadline is tonight
regulator_deadline: the ombudsman wants our answer by tonight
complaint_cluster: eight complaints today about the same thing
fraud_wave: customers got a fake text in our name asking for their bank details
fraud_wave: scammers pretend to be us and ask for money
fraud_wave: customer tricked by somebody pretending to be us
fraud_wave: fake website sells heaters in our name
fraud_wave: caller says she got a fake bill from us
fraud_wave: callers report fake refund e-mails from us
""".strip()

EXAMPLES = tuple(
    (said.strip(), code) for code, _, said in (line.partition(":") for line in SAID.splitlines())
)
