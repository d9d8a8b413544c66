/// What people say around the matter itself. `# key` opens a list; `+` marks a good way, `-` a poor one, none a plain one.
let phraseText = """
  # greet+
  Good morning, this is {agent} at {brand}, how can I help you today?
  Thank you for calling {brand}, you're speaking with {agent}. What can I do for you?
  Hello and welcome to {brand}, my name is {agent}. How may I help?
  Hi there, {agent} from {brand} here, what brings you to us today?
  Good afternoon, {brand} customer care, {agent} speaking. How can I make your day easier?
  # greet-
  Yes?
  {brand}, account number.
  Hello.
  Support, go ahead.
  # open calm
  Hi, {problem}.
  Hello, {problem}. Can you help me with that?
  Good morning. {problem}.
  Hey there, {problem}, and I was hoping that you could sort it out.
  Hi, I hope you can help me, {problem}.
  # open upset
  Hi. {problem} and I'm really getting tired of it.
  Look, {problem}. This is very frustrating.
  Hello, {problem}. I'm pretty annoyed, to be honest.
  {problem}. I am so disappointed in you people.
  I have a complaint. {problem}.
  # open angry
  {problem}! This is absolutely unacceptable!
  I am furious. {problem} and nobody at your company cares!
  Finally somebody picks up! {problem}, what kind of joke is this?
  Listen, {problem}. It's a disgrace, I want this fixed NOW!
  # repeat
  I already called about this last week and nothing happened.
  This is the third time that I have to call you.
  I spoke to one of your colleagues on {date} and he promised to fix it.
  I've been passed around for two weeks now.
  # history+
  I can see that you called us about this on {date}, so you don't have to start over.
  I have the notes from your last call here, {first}, let me pick it up from there.
  I see that this is not your first call about it, and that shouldn't be necessary.
  # history-
  Okay, tell me everything from the beginning.
  I have no notes here, so start again please.
  # affirm+
  I see.
  I understand.
  Right, okay, I'm with you.
  Oh no, I can see why you're calling.
  Gotcha, thanks for telling me that.
  Okay, I hear you.
  That makes sense.
  # affirm-
  What's your account number?
  Next, I need your zip code.
  Hang on, I'm just finishing an email here.
  Sorry, what was that? I was just doing something else.
  # empathy+
  That must be really frustrating, {first}.
  I understand how annoying that is, I'd be upset too.
  You have every right to be angry about that.
  I can imagine what a hassle this has been for you.
  I'm with you, waiting like that with no answer would drive me up the wall as well.
  # empathy-
  Awesome! Let's have a look then.
  Well, these things happen.
  It's not that bad.
  Okay, cool.
  # apology+
  I'm really sorry for {fault}, {first}.
  I apologize for {fault}, that was our mistake and I understand that it cost you time.
  I'm sorry about {fault}. That should not have happened.
  Please accept my apologies for {fault}, we got this wrong.
  # apology-
  Sorry if you were upset.
  I'm sorry you feel that way.
  Sorry about that.
  Sorry for any inconvenience.
  I'm sorry, but that's the shipping department, not us.
  # vent
  I don't want to hear excuses, I want this sorted!
  That's easy for you to say, I'm the one losing money here.
  If this isn't fixed today I'm going to another company.
  I want to talk to your manager.
  Do you have any idea how long I've been waiting?
  I'm never buying from you again, I mean it!
  THIS IS RIDICULOUS!!
  # composed+
  I hear you, {first}. Let's look at what we can do about it right now.
  I want to get this right for you, so let me check one thing and then I'll tell you what's possible.
  Thank you for being so open with me. Here's what I can do.
  That's fair. Let's get this sorted together.
  # composed-
  Calm down, please.
  You need to calm down, sir.
  It's not my fault, I just work here.
  I'm just doing my job, I don't make the rules.
  As I've already told you, there's nothing I can do.
  Don't blame me for that.
  LISTEN to me!!
  # abuse
  You're a bloody idiot.
  Are you stupid or what, you useless clown?
  Shut up and get me someone with a brain, you moron.
  You lot are a bunch of damn liars.
  # boundary+
  I want to help you, {first}, and I can't do that if you speak to me that way. Can we carry on calmly?
  I understand that you're angry. I'd ask you to leave out the insults, and then I'll gladly sort this out with you.
  # boundary-
  Same to you.
  If you talk like that I'll hang up.
  Well, you're the idiot here.
  # openq+
  Can you tell me a bit more about what happened?
  Could you walk me through what you've seen so far?
  How did this come about, from your side?
  What were you trying to do when it went wrong?
  # closedq-
  Did you check your email?
  Is it the standard one?
  Did you read the terms?
  # assume-
  You must have done something wrong with it.
  You probably didn't read the message.
  Obviously you typed it in wrong.
  I assume you forgot to confirm it.
  # perspective+
  What outcome would you like best, {first}?
  What matters most to you here, the time or the money?
  I can see it from your side. What would put it right for you?
  # ask account
  Could I have your name and the number on the account, please?
  What's the account number, please?
  # ask birth
  May I take your date of birth, just to be sure that I have the right account?
  # ask contact
  To find you here, could you give me a phone number or email?
  How can we reach you if we get cut off?
  # ask order
  Can I get the number of the order?
  Which order is it about, do you have the number at hand?
  # ask card
  Which card was it paid with?
  Could you read me the number of the card, please?
  # ask spoken
  Could you read me the number on the back of the device, please?
  What's the number on your customer card?
  # verify account
  It's {first} {last}, and the number is {account}.
  {first} {last}, account {account}.
  # verify birth
  Sure, it's {dob}.
  {dob}, and the name is {last}.
  # verify contact
  My email is {email}.
  You can reach me at {phone}.
  It's under {phone}, or {email}.
  # verify order
  It's {order}.
  Order {order}, name {last}.
  # verify card
  The card is {card}.
  It's {card}, valid until next year.
  # verify spoken
  It's {spoken}.
  Sure, {spoken}.
  # ask again-
  And what was your name again?
  Can you give me that number again?
  What was it about, again?
  # confirm+
  Just to confirm, that's {order} over {amount}, and the name is {last}.
  Let me read that back: {last}, order {order}, is that correct?
  So that's {amount} on {date}, have I got that right?
  # yes
  Yes, that's right.
  Exactly.
  Yes, that's it.
  Yep, correct.
  # hold+
  May I put you on hold for a minute while I check that with the warehouse?
  Would you mind holding for two minutes? I'd like to look at the account history.
  # back+
  Thank you for holding, {first}, I have it here.
  Thanks for waiting, I've found it.
  # filler-
  Um, so, uh, let me see, um, it's, uh, kind of slow here today, you know, like, basically, um.
  Right so basically what happens is that, um, the system, it goes and looks for the, uh, the thing, and then, you know, it either finds it or it doesn't, and then it goes to the next department and they look at it and they may or may not do something with it, and then it comes back to us.
  # check+
  Does that make sense so far?
  Is that clear, or shall I go over any of it again?
  Are you with me so far?
  # check reply
  Yes, got it.
  Yes, I'm with you.
  Okay, that makes sense.
  Done.
  # choose
  The first one sounds good.
  I'd go for the first, please.
  Then the second one, if that's alright.
  Okay, let's do that.
  # accept
  Okay.
  Fine, do that then.
  If that's all there is, alright.
  # oneonly-
  That's the only thing that I can do.
  Take it or leave it.
  There's nothing else, I'm afraid.
  # dispute
  That's not what I was told.
  I don't agree, I never signed anything like that.
  That's wrong, I have it in writing.
  No, that can't be right, I paid on time.
  That seems unfair to me.
  # dispute+
  That's a fair point. Let's look together at what the account shows.
  I can see why you'd expect that. I can't change the {date} entry, what I can do is ask for a review today.
  I hear you. I can't take all of it off, but here's what I can do for you.
  I respect that you see it differently, and I'd like to find a way that works for you.
  # dispute-
  No, you're wrong there.
  No, you didn't pay on time.
  That's ridiculous, nobody else complains about it.
  You should have known that, it's in the contract.
  As I've said before, that's not what happened.
  # accent
  Sorry, my English is not so good, can you say it more slowly please?
  In my country one can always bargain a little, can't you do better?
  # accent+
  Of course, I'll take it slowly, and please stop me whenever something isn't clear.
  That's a fair question, and I'm glad you asked. Let me see what there is.
  # accent-
  I can't understand your accent.
  You people always want a discount.
  # prefer
  I'd rather have that by email, I can't take calls at work.
  Please don't call me, a text is better.
  Could you send it in writing? I prefer that.
  # prefer+
  Since you prefer it in writing, I'll send it to your email.
  As you'd rather not be called, I'll text it to you.
  # prefer-
  We'll call you.
  Someone will ring you about it.
  # channel+
  Would you rather have the confirmation by email or by text?
  How should I reach you, by phone or by email?
  # channel reply
  By email, please.
  A text is fine.
  # follow+
  I'll email you the confirmation today and check on it myself on {day}.
  I've set a reminder and I'll call you back on {day} to see that it has worked.
  I'll personally keep an eye on it and write to you on {day}.
  # follow-
  If it doesn't work, just call us again.
  You can check the website.
  # else+
  Is there anything else I can do for you today?
  Has that solved it for you, or is something still open?
  Anything else that I can help with, {first}?
  # else no
  No, that's all, thank you.
  No, that was it. Thanks a lot!
  No thanks, you've been very helpful.
  # else no upset
  No.
  No, let's see if it works this time.
  # survey+
  You may get a short survey later, I'd be glad to hear how I did.
  How did I do today? Is there anything that we could have done better?
  # bye+
  Thank you for calling {brand}, {first}, and have a lovely day. Goodbye!
  Thanks for your patience today, {first}. Take care!
  It was my pleasure, all the best to you. Goodbye!
  # bye-
  Okay bye.
  Bye.
  # bye customer
  Bye, thanks.
  Thank you, goodbye.
  Bye.
  # slang-
  Yeah nah, no worries dude.
  Kindly do the needful and revert.
  lol ok
  # spanish
  Buenos días, quería preguntar por mi pedido que no ha llegado todavía.
  Claro, un momento por favor, voy a mirar lo que pone en el sistema.
  Lo necesito para esta semana porque el viernes nos vamos de viaje.
  Lo entiendo, el paquete está en el almacén y sale mañana por la mañana.
  Muchas gracias por la ayuda, espero que llegue esta vez.
  De nada, que tenga un buen día.
  """

/// The lists of a text like `phraseText`, by key.
func parseLists(_ text: String) -> [String: [String]] {
  var lists: [String: [String]] = [:]
  var key = ""
  for line in text.split(separator: "\n") {
    if line.hasPrefix("# ") { key = String(line.dropFirst(2)) } else { lists[key, default: []].append(String(line)) }
  }
  return lists
}
