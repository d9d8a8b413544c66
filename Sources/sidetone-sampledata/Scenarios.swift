/// What customers call about. One `=` line opens a scenario: id, team, queue, and marks (`fault`: the company failed; `tech`: steps
/// are given; `refuse`: the first wish can't be granted). Each line below it is one way to say one part of the conversation.
let scenarioText = """
  = late-parcel | Orders & Delivery | orders | fault
  open: my {item} was meant to arrive on {date} and it still isn't here
  open: I ordered a {item} nearly two weeks ago and the tracking has not moved since {date}
  open: order {order} is late, it was promised for {date} and nobody has told me anything
  detail: The tracking page just says it left the depot and then nothing for days.
  detail: I stayed home all of {date} waiting and the driver never turned up.
  detail: I got a text that said out for delivery and then it went quiet.
  askdetail: What does the tracking page show at the moment?
  askdetail: Which address was it going to, home or work?
  answer: It says in transit since {date}.
  answer: It was going to the house, {address}.
  para: So the {item} was due on {date}, the tracking stopped after the depot, and you have had no word since.
  para: Let me see if I've followed you: order {order} was promised for {date} and it has simply not turned up.
  fault: the delay with your {item}
  fault: leaving you waiting at home for a parcel that never came
  two: We can either send a new {item} today, which gets to you on {day}, or refund the {amount}; the refund is slower and takes five working days.
  two: There are two ways to go: I trace the parcel, which costs nothing but may take three days, or I send a replacement now and it's with you on {day}.
  one: I'll put a trace on it.
  one: All we do is open a trace with the carrier.
  jargon: I have raised a WISMO with the 3PL and they will check the manifest.
  time: The new one will be with you by {day}.
  time: The carrier has to answer us within 48 hours.
  vague: It should turn up soon.
  gift: Since we let you down, I've taken the {fee} delivery charge off as well.
  gift: I've upgraded it to express at no cost to you.
  = wrong-item | Orders & Delivery | orders | fault
  open: you sent me the wrong {item}, this is not what I ordered
  open: I opened the box and there's a completely different {item} inside
  open: I've received somebody else's order instead of my {item}
  detail: The label has my name on it but the thing inside is for someone else.
  detail: I ordered the blue one in large and got a red one in small.
  askdetail: What is written on the packing slip, if you still have it?
  askdetail: Could you read me the number on the label?
  answer: The slip says {order} but the size is wrong.
  answer: It just has a bar code and my name.
  para: Okay, so the label is yours and the {item} inside isn't. Have I got that right?
  fault: packing the wrong {item}
  fault: our warehouse mixing up your order
  two: I could send a courier to swap it on {day}, or you drop it at any of our shops and get the money back on the spot, whichever is easier for you.
  two: One way is an exchange, which takes until {day}; the other is a full refund of {amount}, which is quicker but leaves you without the {item}.
  one: You need to send it back and then we will see.
  one: We will exchange it.
  jargon: I'll set up an RMA against the SKU and the RDC will process it.
  time: The courier comes on {day} between nine and twelve.
  time: You will have the right one by {day}.
  vague: Someone will pick it up at some point.
  gift: Please keep the other one, there's no charge, or give it to somebody who can use it.
  gift: I've added a {fee} voucher for the trouble.
  = missing-refund | Orders & Delivery | orders | fault
  open: I sent a {item} back weeks ago and I never got my {amount}
  open: where is my refund for order {order}, you got the return on {date}
  open: I'm still waiting for {amount} to come back to my card
  detail: I have the receipt from the post office, it was signed for on {date}.
  detail: The bank says that nothing has come from you at all.
  askdetail: When did you hand the parcel in?
  askdetail: Which card did you pay with, could you tell me the last digits?
  answer: I paid with {card}.
  answer: It was {date}, and I kept the slip.
  para: What I have is: the {item} went back, it was signed for on {date}, and the {amount} has not reached your card.
  fault: sitting on your money for so long
  fault: the refund not being released when the parcel came back
  two: I can pay the {amount} back to the card, which takes three to five days, or put it on your account right now, so that you can spend it today.
  two: Would you prefer it on the card, where it takes a few days, or as store credit that you can use straight away?
  one: It has to go through finance, I can't do anything here.
  one: I will release it.
  jargon: The RMA is in disposition, so the ledger entry is not yet posted.
  time: It will be on your card in three to five business days.
  time: You'll see it by {day} at the latest.
  vague: You will hear from us.
  gift: I've put {fee} on top because you had to chase us for it.
  gift: As a thank-you for being patient I've waived the shipping on your next order.
  = damaged-goods | Orders & Delivery | orders | fault
  open: the {item} came broken, the whole side is smashed
  open: my {item} arrived on {date} with a crack right through it
  open: I unpacked the {item} and it doesn't even switch on
  detail: The box was crushed on one corner, you could hear it rattle.
  detail: There was hardly any padding in there.
  askdetail: Could you describe the damage to me?
  askdetail: Was the box itself damaged, or only what was in it?
  answer: The box was dented and the {item} has a long crack.
  answer: Only the {item}, the box looked fine.
  para: Just so I have it right, the box took a knock and the {item} inside is cracked.
  fault: sending you a {item} that was broken on arrival
  fault: how poorly that was packed
  two: I can replace it, which takes until {day}, or give you the {amount} back; with the refund you would have to reorder at today's price.
  two: You can choose a new one or a discount if you'd rather keep it and the damage doesn't bother you.
  one: Send pictures and we will look into it.
  one: I'm sending a new one.
  jargon: We need the DOA form before the QA team can action the claim.
  time: The replacement leaves today and reaches you on {day}.
  time: I'll have an answer from the warehouse by tomorrow noon.
  vague: They will be in touch.
  gift: I've moved you to next-day delivery without a charge.
  gift: I've also added a year of cover to the new one, it costs you nothing.
  = address-change | Orders & Delivery | chat_general | plain
  open: I moved house and need my orders to go to a new address
  open: can you change the delivery address on order {order} please
  open: I put the wrong address on my order just now, can it be fixed
  detail: The new place is {address}.
  detail: It's still going to my old flat, I need it at {address}.
  askdetail: What is the new address, please?
  askdetail: Is the new address for this order only or for everything from now on?
  answer: {address}, from now on.
  answer: For this order only, it's {address}.
  para: To confirm, order {order} should go to {address} and not to the old place.
  fault: the address form not letting you change it
  two: I can change just this order, which is instant, or your whole account, which means a short security check first.
  two: Either I redirect it, and it gets there a day later, or we deliver to a pick-up shop near you on the same day.
  one: It is changed.
  one: You can do that in the app yourself.
  jargon: The consignment is already manifested at the hub.
  time: It will show in your account within ten minutes.
  time: It gets there on {day}, one day later than planned.
  vague: It should update at some point.
  gift: I've waived the redirection charge of {fee}.
  gift: I've added a neighbor note for the driver too, in case you are out.
  = double-billing | Billing North | billing_en | fault
  open: you took {amount} twice from my account on {date}
  open: my card has been charged two times for the same month
  open: there are two payments of {amount} on my statement and I only have one contract
  detail: Both went out on {date}, one right after the other.
  detail: Now my account is overdrawn because of it and the bank wants a fee.
  askdetail: What do the two lines on your statement say exactly?
  askdetail: When did you first notice the second charge?
  answer: They both say {brand} and {amount}.
  answer: This morning, when my card was declined in a shop.
  para: So {amount} was taken twice on {date}, and that pushed your account into the red.
  fault: taking {amount} twice
  fault: the mess that our billing run made of your account
  two: We can send the {amount} back to your card, which takes three days, or set it against your next bill, which is immediate but you don't see the cash.
  two: I could refund it today, or if you'd like it simpler, your next month is paid already. What suits you better?
  one: It will be credited.
  one: You'll have to take that up with your bank.
  jargon: It's a duplicate direct debit on the BACS run, the AR team will do a contra entry.
  time: The money is back on your card within three business days.
  time: You'll see the credit by {day}.
  vague: That sorts itself out soon.
  gift: I've also added {fee} for the fee that your bank took, nobody should pay for our slip.
  gift: I have taken {fee} off next month for the bother.
  = bill-too-high | Billing North | billing_en | refuse
  open: my bill is {amount} this month, it's normally half of that
  open: why is there {amount} on my bill, I didn't use anything extra
  open: I don't understand my last invoice at all
  detail: It has something called a service adjustment on it, I never asked for that.
  detail: I was at home all month, I can't have used that much.
  askdetail: Which line on the bill looks wrong to you?
  askdetail: How much do you usually pay?
  answer: There is a line that says adjustment, {fee}.
  answer: Usually about half of that.
  para: The way I understand it, you pay about half of this in a normal month, and the line that worries you is the adjustment.
  fault: how confusing that bill is
  two: You could stay on this plan and pay per use, which is cheaper in quiet months, or take the flat one, which never surprises you but costs {fee} more.
  two: We can spread it over three months without interest, or you pay it now and keep the discount for paying on time.
  one: That is what you used, so that is what it costs.
  one: I can spread it for you.
  jargon: That is the pro rata ARPU adjustment under your MSA.
  time: The corrected bill is in your mailbox by {day}.
  time: I'll have the usage sheet for you within 24 hours.
  vague: It will level out eventually.
  gift: I've removed the late fee of {fee}, even though it wasn't asked for.
  gift: I have put you on paper-free billing with two months at half price.
  = payment-failed | Billing North | billing_en | plain
  open: my payment won't go through on your website
  open: I keep trying to pay {amount} and it says declined
  open: I want to pay my bill but the page throws me out each time
  detail: I put in the card, press pay and get a red box.
  detail: I tried two cards already and both have money on them.
  askdetail: What exactly does the message say?
  askdetail: Which browser or phone are you using?
  answer: It says error, try again later.
  answer: I'm on my phone, the card is {card}.
  para: Alright, two good cards, the same red box each time, and the {amount} is still open.
  fault: the payment page acting up
  two: I can take the card over the phone right now, or send you a link by email that you can use whenever you like, it's valid for a day.
  two: Option one is a bank transfer, which takes two days; option two is to pay by card with me, which is done in a minute.
  one: Try again later.
  one: I'll take the payment here.
  jargon: The PSP returned a soft decline on the 3DS challenge.
  time: It will be booked within the hour.
  time: The transfer shows up by {day}.
  vague: It will be fixed at some point.
  gift: I've stopped the reminder fee of {fee} so that this doesn't cost you anything.
  gift: I've given you a week more to pay, in case it acts up again.
  = fee-dispute | Billing North | billing_en | refuse
  open: you charged me a late fee of {fee} and I paid on time
  open: I want that {fee} fee taken off, I was not late
  open: I was told that there would be no fee and now there's {fee} on it
  detail: I paid on {date}, I have the confirmation right here.
  detail: Your colleague promised me that it would be free.
  askdetail: On what date did the money leave your account?
  askdetail: Do you remember who told you that, or when?
  answer: It left on {date}.
  answer: I don't remember the name, it was last week.
  para: You paid on {date}, you were promised no fee, and it's on the bill all the same.
  fault: the fee landing on a bill that you had paid
  two: I can take half of it off at once, or send it to a review, which could clear all of it and needs four days.
  two: Either we credit {fee} now or you move to direct debit, where it can't happen again.
  one: The system put it there, so it's valid.
  one: I'll send it to review.
  jargon: The dunning level was triggered by the value date, as per clause 7.
  time: The review takes four business days, until {day}.
  time: You will have it in writing by {day}.
  vague: Someone will look at it.
  gift: I have waived the whole fee as a courtesy this time.
  gift: I've switched on a reminder for you, free of charge, three days before each due date.
  = direct-debit | Billing North | chat_general | plain
  open: I'd like to change the bank account you take the money from
  open: I have a new bank and need to give you the new details
  open: how do I switch to paying by direct debit
  detail: My new account is {iban}.
  detail: The old bank closed my account on {date}.
  askdetail: What is the new account number, please?
  askdetail: From which month should it apply?
  answer: It's {iban}.
  answer: From next month please.
  para: So from next month it should come from the new account, and the old one is closed already.
  fault: the form asking you for the same thing twice
  two: I can set it up here with you now, or send you a form to sign, if you prefer to see it on paper.
  two: You may pay on the first or on the fifteenth; the fifteenth is later, but the first gives you a small discount.
  one: It is set up.
  one: You have to fill in a form.
  jargon: The SEPA mandate reference needs a B2C scheme change.
  time: It is active from the first of next month.
  time: The confirmation comes by {day}.
  vague: It will be active in due course.
  gift: I've added the direct debit discount from this month already.
  gift: I have credited {fee}, which we give to people who switch.
  = router-broken | Tech Support | tech_l1 | fault tech
  open: my internet has been down since {date}
  open: the router keeps blinking red and nothing works
  open: the wifi drops every ten minutes, I can't work like this
  detail: It comes back for a bit after I pull the plug and then it's gone again.
  detail: The light in the middle is red and the others are off.
  askdetail: What are the lights on the front doing right now?
  askdetail: When did it begin, and had anything changed that day?
  answer: The power one is green and the next one blinks red.
  answer: It began on {date}, right after a storm.
  para: So the router comes back for a few minutes after a restart and then drops out again, and that since {date}.
  fault: leaving you without internet since {date}
  fault: how long you have been cut off
  steps+: First, please pull the power plug. Tell me when that's done. Then we count to thirty together, and after that you plug it back in.
  steps+: Let's take it one at a time. Step one: hold the small button at the back for ten seconds. I'll wait while you do that.
  steps-: Pull the plug, hold reset, log in to the page, change the channel, save it and restart everything, and if it's still red call us again.
  two: I can send a technician on {day}, which fixes the line for good, or post you a new router, which is here tomorrow but helps only if it's the box.
  two: Would you like an engineer at your home on {day}, or shall we try a new channel first and save you the visit?
  one: It's probably your own equipment.
  one: I'll send somebody.
  jargon: Your CPE loses sync on the DSLAM port, the SNR margin is too low.
  time: The technician comes on {day} between one and four.
  time: The new router is with you by {day}.
  vague: It should be back soon.
  gift: I've taken {fee} off your bill for the days without service.
  gift: I've put ten gigabytes of mobile data on your phone meanwhile, for free.
  = app-login | Tech Support | tech_l1 | tech
  open: I can't log in to the app any more
  open: it says that my password is wrong but it isn't
  open: I'm locked out of my account since yesterday
  detail: I reset it twice and the mail with the link never came.
  detail: It worked on {date} and then you updated something.
  askdetail: Which email address is the account on?
  askdetail: What happens after you enter the code?
  answer: It's {email}.
  answer: It goes back to the first page.
  para: If I follow, the password is fine, the mail with the link doesn't arrive, and it began after the update.
  fault: the update that threw you out
  steps+: First, open the app and choose forgot password. Once that's done, tell me what you see.
  steps+: Let's do two things. To begin with, please close the app fully. Next, I'll send you a code, and you read it to me.
  steps-: Clear the cache, reinstall, reset the token, accept the cookies and log in again, then it works.
  two: I can send the link to your phone instead of your mail, which is quicker, or call you back with a one-time code, which is safer.
  two: We might reset it together now, or I send you a letter with a new code, which takes two days but needs no phone.
  one: Just reinstall it.
  one: I'll send a new link.
  jargon: The SSO token is stale so the IDP rejects the SAML assertion.
  time: The code arrives within five minutes.
  time: The fix for the update is out by {day}.
  vague: They are working on it.
  gift: I've extended your trial by two weeks because you couldn't use it.
  gift: I've kept your saved items in place, so that you lose nothing.
  = outage | Tech Support | tech_l1 | fault
  open: is there an outage, nothing works in the whole street
  open: we have had no signal since this morning
  open: the TV and the phone are both dead again
  detail: My neighbors have the same, all of us are off.
  detail: I run a small business from here and it costs me money every hour.
  askdetail: Is it just the internet, or the phone line too?
  askdetail: Since what time has it been off?
  answer: Everything, phone, TV, internet.
  answer: Since about seven this morning.
  para: Everything at your place went off at about seven and the neighbors have the same trouble.
  fault: the outage and for not warning you
  fault: the business you're losing today because of us
  two: I can forward your number to your cell phone for now, which is free, or lend you a mobile router from the shop, which you'd have to pick up.
  two: You can wait for the repair, planned for tonight, or use our backup hotspot, which is slower but works now.
  one: There is an outage, so you have to wait.
  one: I'll note it down.
  jargon: There's a P1 on the OLT, MTTR is four hours, NOC is on it.
  time: The crew expects it back by six this evening.
  time: I'll send you a text by {day} at noon, fixed or not.
  vague: It will be back when it's back.
  gift: I've credited today's and tomorrow's fee without waiting for a claim.
  gift: I have added unlimited mobile data until it's repaired.
  = slow-internet | Tech Support | tech_l2 | tech refuse
  open: I pay for the fast plan and I get a third of it
  open: the internet is so slow in the evening that I can't watch anything
  open: the speed is nowhere near what was advertised
  detail: In the morning it's fine, after six it crawls.
  detail: I measured it ten times and never got more than thirty.
  askdetail: How do you measure it, by cable or over wifi?
  askdetail: What were you doing when it was at its slowest?
  answer: Over wifi in the living room.
  answer: By cable, straight at the box.
  para: Mornings are fine, evenings crawl, and you've measured thirty at best.
  fault: promising a speed that you don't get
  steps+: First, let's connect the laptop with a cable. Once it's in, we run one test, and then we compare the two numbers.
  steps+: I'd go step by step. One: please stand next to the box. Good. Two: open the test page and read me the number.
  steps-: Change the DNS, the band, the MTU, disable QoS, move the box and test again.
  two: You could go down to the smaller plan, which saves {fee} a month, or stay and I book a line check; the check takes a day and is free.
  two: One option is a mesh kit, which costs {fee} and covers the house; another is a cable, which is cheaper but less handy.
  one: We only guarantee up to, so it's within the contract.
  one: I'll book a line check.
  jargon: It's contention on the backhaul, your QAM profile is capped.
  time: The line check runs on {day} and I'll have the result the same day.
  time: You'll know within two business days.
  vague: It gets better eventually.
  gift: I've lowered your fee to the smaller plan until that is fixed.
  gift: I've reserved a mesh kit for you without the usual deposit.
  = device-setup | Tech Support | tech_l1 | tech
  open: I got a new {item} and can't get it to connect
  open: how do I set up the {item}, the booklet is no help
  open: the {item} won't pair with my phone
  detail: It finds it and then says failed.
  detail: I've done what the booklet says three times.
  askdetail: What does the screen say when it fails?
  askdetail: Which phone are you using?
  answer: It says pairing failed, code 12.
  answer: An older one, three years or so.
  para: So it finds the {item}, starts pairing, and then fails with a code 12.
  fault: that useless booklet
  steps+: Let's start with the phone. First, switch bluetooth off and on again. Done? Then hold the button on the {item} until it blinks.
  steps+: Okay, one thing at a time. First, please take the batteries out. When you're ready, put them back in and tell me which light comes on.
  steps-: Factory reset, forget the device, update the firmware, toggle everything and pair again.
  two: We can keep trying together, which takes ten minutes, or I book you a shop visit where they do it for you, free of charge.
  two: If you'd rather, you can swap it for the simpler model and get {fee} back, though it lacks the timer.
  one: It's in the manual.
  one: Let's reset it.
  jargon: The BLE handshake times out as the GATT profile mismatches.
  time: The shop has a slot for you on {day}.
  time: The update comes out by {day}.
  vague: There'll be an update sometime.
  gift: I've added three months of phone help for you, on us.
  gift: I've sent you the good cable as well, no charge.
  = cancel-plan | Retention | retention_en | refuse
  open: I want to cancel my contract
  open: please cancel my subscription as of the end of {month}
  open: I'd like to leave, I found something cheaper
  detail: The other company offers the same for {fee} less.
  detail: I hardly use it and it has got more expensive every year.
  askdetail: What was it that made you think of leaving?
  askdetail: Which parts of the plan do you use at all?
  answer: Mostly the price, to be honest.
  answer: I only use the phone part.
  para: So it's the price above all, and you only use a part of what you pay for.
  fault: raising the price without a word of explanation
  two: I can end it for {month}, no hard feelings, or move you to the small plan, which is {fee} cheaper but has fewer channels.
  two: You could pause it for three months, which costs nothing, or cancel now; with the pause you keep your number.
  one: You can't cancel before the term is over, that's the contract.
  one: I've put the cancellation in.
  jargon: You're inside the MCT, so an ETF applies per the T and Cs.
  time: Your contract ends on the last day of {month} and you'll have it in writing by {day}.
  time: The confirmation reaches you within 24 hours.
  vague: You'll get a letter.
  gift: I've taken off the last month's fee, since you've been with us for so long.
  gift: I have added the sports channels until the end, at no charge.
  = contract-renewal | Retention | retention_en | plain
  open: my contract runs out in {month}, what can you offer me
  open: I got a letter about renewing, I'd like a better price
  open: new customers get it for half, why don't I
  detail: I've been with you for eight years and pay more than my neighbor.
  detail: The letter says {amount} and that's too much.
  askdetail: What would make it worth staying for you?
  askdetail: How much data do you use in a month?
  answer: A fair price and no twelve month lock.
  answer: About twenty gigs.
  para: Eight years with us, twenty gigs, and you'd like the price that new people get, without a long lock.
  fault: the letter that treated you like a stranger
  two: One plan is {fee} less with a year's lock, the other is month to month, which is freer and costs a bit more.
  two: I can lower your price now, or keep the price and double the data; which of them suits you better?
  one: That's the only offer there is.
  one: I'll renew it.
  jargon: On the legacy tariff the ARPU floor applies, so no upsell bundle.
  time: The new price counts from the first of {month}.
  time: You have the offer by email within the hour and it stands until {day}.
  vague: It'll be on one of your next bills.
  gift: I've added a free month for the eight years.
  gift: I've waived the activation fee of {fee}.
  = price-increase | Retention | retention_en | refuse
  open: you put the price up by {fee} and never asked me
  open: I've just read that I'll pay more from {month}, I don't accept that
  open: this is the third price rise in two years
  detail: It said fixed price on the poster when I signed.
  detail: Nobody told me, I only saw it on the bill.
  askdetail: Which letter or bill did you see it on?
  askdetail: What were you told when you signed?
  answer: On the bill from {date}.
  answer: That the price was fixed.
  para: You signed for a fixed price, saw the rise on your bill of {date}, and no one told you beforehand.
  fault: not telling you about the new price ourselves
  two: I can put you on the price freeze for a year, which needs a new term, or let you leave without a fee until {day}.
  two: There's a plan without the extras at the old price, or the present one with more data; both have their good side.
  one: Prices go up everywhere, it's in the terms.
  one: I can put a price freeze on it.
  jargon: It's the CPI-linked uplift from your T and Cs.
  time: The freeze starts with the next bill, on {day}.
  time: You have until {day} to decide.
  vague: We'll look at it again some time.
  gift: I've credited {fee} for this month, so that you have time to think it over.
  gift: I have added the family number free for a year.
  = booking-change | Retention | bookings | refuse
  open: I need to move my booking from {date} to the week after
  open: I booked the wrong day, can I change it without paying again
  open: our flight was moved and now the hotel doesn't fit
  detail: My daughter got ill and we can't travel on {date}.
  detail: The airline changed it, not me.
  askdetail: Which booking is it, could you give me the number?
  askdetail: What day would work for you instead?
  answer: It's {order}.
  answer: Any day after the {date}.
  para: So booking {order} for {date} should move to the week after because of the illness.
  fault: the trouble with your trip
  two: I could move it to {day} with a {fee} difference, or give you a voucher over the full {amount}, which is good for a year.
  two: We may keep the hotel and change the room, which is free, or cancel it and you get two thirds back.
  one: That rate can't be changed.
  one: I have moved it.
  jargon: It's a NRF rate, the PNR can't be reissued by the GDS.
  time: The new confirmation is in your mailbox within the hour.
  time: The hotel answers us by {day}.
  vague: The hotel will get back to you.
  gift: I've asked the hotel for a cot and breakfast for your daughter, free of charge.
  gift: I've waived the change fee.
  = warranty-claim | Tech Support | tech_l2 | refuse
  open: my {item} died after fourteen months and you said two years warranty
  open: I want my {item} repaired under warranty
  open: the {item} stopped working and the shop sent me to you
  detail: It just went dark on {date} and never came on again.
  detail: The shop says it's a water damage, but it never got wet.
  askdetail: When did you buy it, and do you have the receipt?
  askdetail: What happened just before it stopped?
  answer: I bought it for {amount}, fourteen months ago.
  answer: Nothing, it lay on the table.
  para: You bought the {item} fourteen months ago, it went dark on {date}, and it never got wet.
  fault: the shop sending you from one door to the next
  two: We can repair it, which takes ten days and is free, or replace it with a refurbished one right away, which has one year of warranty.
  two: You send it in and get a loan {item} meanwhile, or you take {fee} toward a new one.
  one: Water damage isn't covered, full stop.
  one: Send it in.
  jargon: The LCI tripped, so it's OOW under the OEM policy.
  time: The repair takes ten business days from {day}.
  time: I'll have the lab's word by {day}.
  vague: The lab will contact you at some point.
  gift: I've paid for the shipping label, both ways.
  gift: I've added a loan phone for the time, at no cost.
  = account-closed | Retention | chat_general | fault
  open: you closed my account and I never asked for it
  open: I was cut off on {date} although everything is paid
  open: my number is dead and the app says contract ended
  detail: I paid on {date} like every month.
  detail: I had this number for fifteen years, everybody has it.
  askdetail: Did you get any letter or message before it happened?
  askdetail: What does the app show when you open it?
  answer: No letter, nothing at all.
  answer: It says contract ended on {date}.
  para: The account is paid, no letter came, and on {date} the number was simply switched off.
  fault: closing your account by mistake
  fault: switching off a number that you've had for fifteen years
  two: I can bring it back today under the old plan, which takes two hours, or open a new one at the newcomer price and move the number, which needs a day.
  two: Either we restore it as it was, or I use the chance and put you on the cheaper plan; then it's tomorrow.
  one: You will have to sign up again.
  one: I'll reopen it.
  jargon: The MSISDN is in quarantine on the HLR until the port is rolled back.
  time: Your number works again within two hours.
  time: It's all restored by {day} at noon.
  vague: It should come back soon.
  gift: I've taken this month off your bill entirely.
  gift: I have added {fee} for the calls that you've missed.
  = late-technician | Tech Support | tech_l2 | fault
  open: your technician did not show up, I took a day off for that
  open: I waited from eight to four on {date} and nobody came
  open: this is the second appointment that you missed
  detail: Nobody called, nobody wrote, nothing.
  detail: When I called, they said that I wasn't at home, and I was.
  askdetail: What was the time slot that you were given?
  askdetail: Is the phone number that we have for you still right?
  answer: Eight to twelve on {date}.
  answer: Yes, it's {phone}.
  para: You took the day off, sat there from eight, no one came, and then you were told that you weren't in.
  fault: the missed visit on {date}
  fault: wasting a day of your vacation
  two: I can offer you the first slot on {day}, or an evening one, which is later in the week but means no day off.
  two: Would you like the same team at eight, or should someone from our shop come by after five? It takes longer, but you can work that day.
  one: I can only rebook it.
  one: You get a new slot.
  jargon: The FSE's job was auto-closed as a no access on the WFM.
  time: He's there on {day} at eight sharp.
  time: The team lead confirms it with you by {day}.
  vague: They'll call you to set something up.
  gift: I've credited {fee} for the day that you lost.
  gift: I've put you down as the first stop, which normally costs extra.
  """
