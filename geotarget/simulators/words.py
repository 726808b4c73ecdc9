"""The words of the simulators' two pages, bokmål and English.

The simulators are no part of the product's interface, so its catalogues do not hold them.
"""

from __future__ import annotations

from geotarget.simulators.exchange import Request

_BOKMAL = {
    "lang": "nb",
    "other_lang": "en",
    "other_name": "English",
    "arrived": "Hva kom fram",
    "control": "Feil og forsinkelser",
    "notice": "Dette er en simulator: ingen ekte SMS eller e-post blir sendt, "
    "og menneskene er oppdiktet.",
    "search": "Søk i mottaker og tekst",
    "show": "Vis",
    "find": "Søk",
    "all_channels": "Alle slag",
    "sms": "SMS",
    "email": "E-post",
    "letter": "Brev",
    "messages": "meldinger",
    "addresses": "ulike mottakeradresser",
    "twice": "adresser som fikk samme tekst flere ganger",
    "newest": "Viser de {shown} nyeste av {total}.",
    "show_all": "Vis alle",
    "nothing": "Ingenting har kommet fram ennå. Send et varsel, og oppdater siden.",
    "no_hits": "Ingen meldinger passer med søket.",
    "refresh": "Oppdater",
    "time": "Tid",
    "to": "Til",
    "from": "Fra",
    "text": "Tekst",
    "state": "Status",
    "queued": "Mottatt av leverandøren",
    "delivered": "Levert",
    "expired": "Utløpt",
    "barred": "Sperret nummer",
    "printed": "Skrevet ut og sendt",
    "not_delivered": "Ikke levert",
    "backend": "System",
    "fault": "Feil",
    "none": "Ingen feil",
    "count": "Antall ganger",
    "until_changed": "tomt: til det endres",
    "probability": "Sannsynlighet (0 til 1)",
    "latency": "Forsinkelse (ms)",
    "set": "Slå på",
    "receipts": "Leveringskvitteringer for SMS",
    "delay_from": "Tidligst etter (ms)",
    "delay_to": "Senest etter (ms)",
    "duplicates": "Andel som kommer to ganger",
    "missing": "Andel som aldri kommer",
    "before_response": "Kvitteringen kommer før svaret på sendingen",
    "late_pending": "«Underveis» kommer etter den endelige kvitteringen",
    "reset": "Slå av alle feil",
    "clear_arrived": "Tøm «Hva kom fram»",
    "calls": "Spørringer så langt",
    "question": "Spørring",
    "how_many": "Antall",
    "rule": "Siste siffer i telefonnummeret avgjør: 0–6 levert, 7 utløpt, 8 sperret, 9 avvist. "
    "E-post: navn@ som slutter på 421, 450 eller 550 får det svaret. "
    "Brev: fødselsnummer som slutter på 97, 98 eller 99 blir ikke levert.",
}

_ENGLISH = {
    "lang": "en",
    "other_lang": "nb",
    "other_name": "Norsk",
    "arrived": "What arrived",
    "control": "Faults and delays",
    "notice": "This is a simulator: no real text message or e-mail is sent, "
    "and the people are invented.",
    "search": "Search in recipient and text",
    "show": "Show",
    "find": "Search",
    "all_channels": "All kinds",
    "sms": "SMS",
    "email": "E-mail",
    "letter": "Letter",
    "messages": "messages",
    "addresses": "different recipient addresses",
    "twice": "addresses that got the same text more than once",
    "newest": "Showing the newest {shown} of {total}.",
    "show_all": "Show all",
    "nothing": "Nothing has arrived yet. Send a notice, then refresh this page.",
    "no_hits": "No message fits the search.",
    "refresh": "Refresh",
    "time": "Time",
    "to": "To",
    "from": "From",
    "text": "Text",
    "state": "Status",
    "queued": "Taken by the provider",
    "delivered": "Delivered",
    "expired": "Expired",
    "barred": "Barred number",
    "printed": "Printed and posted",
    "not_delivered": "Not delivered",
    "backend": "System",
    "fault": "Fault",
    "none": "No fault",
    "count": "How many times",
    "until_changed": "empty: until changed",
    "probability": "Probability (0 to 1)",
    "latency": "Delay (ms)",
    "set": "Switch on",
    "receipts": "SMS delivery receipts",
    "delay_from": "Earliest after (ms)",
    "delay_to": "Latest after (ms)",
    "duplicates": "Share that comes twice",
    "missing": "Share that never comes",
    "before_response": "The receipt comes before the answer to the send",
    "late_pending": "“On its way” comes after the final receipt",
    "reset": "Switch off all faults",
    "clear_arrived": "Empty “What arrived”",
    "calls": "Questions so far",
    "question": "Question",
    "how_many": "Count",
    "rule": "The last digit of the phone number decides: "
    "0–6 delivered, 7 expired, 8 barred, 9 refused. "
    "E-mail: a name@ that ends in 421, 450 or 550 gets that answer. "
    "Letters: an identity number that ends in 97, 98 or 99 is not delivered.",
}


def words_for(request: Request) -> dict[str, str]:
    """English where the address asks for it (`?lang=en`), else bokmål."""
    return _ENGLISH if request.first("lang") == "en" else _BOKMAL
