## What went wrong, by status: first what happened, then what to do.

error-400-title = We could not read that
error-400-text = Go back, look over what you sent, and try again.
error-401-title = You are signed out
error-401-text = Sign in, and you come back to this page.
error-403-title = This is not open to you
error-403-text = If you think it should be, ask the clinic. They can see who may open what.
error-restricted-title = This is stopped at their wish
error-restricted-text = They had the use of their data restricted on { $date }. Visits already booked stay. In an emergency the record can be opened, and that is told. They can lift it themselves, or agree to one use.
error-objected-title = They said no to this use
error-objected-text = They said no to it on { $date }, and it holds until they take that back.
error-unagreed-title = They have not agreed to this use
error-unagreed-text = Our notice added it after they came to us, so it waits for their yes. They are asked on their own pages, and at the desk.
error-404-title = There is nothing here
error-404-text = The address may be mistyped, or what it showed is gone. Start again from the clinic’s page.
error-405-title = That does not work here
error-405-text = Go back and use the buttons on the page.
error-408-title = That did not arrive whole
error-408-text = Your connection may be slow. Go back and send it again.
error-409-title = Someone else was quicker
error-409-text = What you saw has changed. Go back, look again, and choose anew.
error-413-title = That is too large
error-413-text = Send less at once, or a smaller file.
error-415-title = We do not read this kind of content
error-415-text = Send the form from its page, or the content type that the API describes.
error-422-title = Something is not right yet
error-422-text = Go back and look at what you entered. Nothing was saved.
error-429-title = That was too often
error-429-text = { $seconds ->
    [one] Wait a second, then try again.
   *[other] Wait { $seconds } seconds, then try again.
}
error-429-later = { $minutes ->
    [one] Wait a minute, then try again.
   *[other] Wait { $minutes } minutes, then try again.
}
error-500-title = Something broke on our side
error-500-text = It is not your fault, and nothing was saved by halves. Try again in a moment.
error-503-title = We cannot answer just now
error-503-text = Nothing was lost. Try again in a moment.
clinic-paused-title = This clinic’s pages are paused
clinic-paused-text = Nothing that you booked or wrote is lost. If it is urgent, reach the clinic by telephone.
clinic-paused-because = Whoever runs the program paused them: { $because } Nothing is lost, and reminders and letters wait. You can still take everything along, and read who runs the program.
clinic-paused-export = Take everything along
clinic-paused-operator = Who runs this
clinic-full-documents-title = There is no room for this document
clinic-full-documents-text = Those who run the program let the clinic keep so many documents and no more. Remove some that nobody needs, or ask them for more room.
clinic-full-clients-title = The clinic can take nobody new in here
clinic-full-clients-text = Those who run the program let the clinic keep so many clients and no more. If you want to come to the clinic, please call; if you work here, ask those who run the program for more room.
clinic-full-staff-title = There is no room for another colleague
clinic-full-staff-text = Those who run the program let the clinic have so many accounts of staff and no more. Deactivate one that nobody uses, or ask them for more.
error-origin-title = This came from another page
error-origin-text = For your safety we only take what is sent from our own pages. Open the page again and repeat it there.
error-reference = If you write to us about it, name this:
error-start = Back to the start
error-again = Try again
error-sign-in = Sign in

## Beside a field: what is wrong and what is expected.

fault-text = A text that is not empty, please.
fault-missing = Please fill this in.
fault-long = At most { $most } characters, please.
fault-short = At least { $least } characters, please.
fault-characters = This has a character we cannot keep ({ $character }). Please type it again without it.
fault-email = This is not a whole email address. It looks like name@example.org.
fault-phone = This is not a phone number. Digits, spaces and a leading + are fine.
fault-number = Please give a whole number.
fault-between = Please give a number from { $least } to { $most }.
fault-date = Please give a date as year-month-day, such as 1984-03-21.
fault-time = Please give a time in 24 hours, such as 14:15.
fault-choice = Please choose one of what is offered.
fault-repeated = This was sent more than once. Please send the form again.
fault-unasked = The form does not ask for this, so we do not keep it.
fault-many = Please choose at most { $most }.
