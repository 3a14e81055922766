"""The editor in the browser: a song as text and as piano roll, two views of one file. The text is the truth.

What lies where, from the browser inwards:

- the page: `web/`, bundled into `page/`;
- the server: `serve` runs `app`; `address`, `own_state` and `guard` say who may ask, `room_socket`,
  `language_socket`, `routes` and `page_files` answer;
- a song that is open: `rooms` and `room` have the `shared_text` of all its tabs (`tab`, `changes`), `saving`
  its file (`opening`, `song_file`, `disk_text`, `disk_watch`); `journal` and `song_lock` keep what is typed;
- what is made of the text: `reader` reads it, `performing` shows it; `roll` (`roll_clock`, `written_notes`,
  `voices`) says what the piano roll shows, `roll_edits` and `edits/` make the smallest change of
  the text of what is done there;
- how it sounds: `stage` has the phrases, `singer` sings them (`interruptible`, `heard`, `shown_phrases`);
- files in and out: `imports`, `exports`, and `static_page` in a `whole_folder`.
"""
