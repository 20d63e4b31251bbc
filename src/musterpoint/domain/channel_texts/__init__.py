"""The same words as each channel carries them: in text messages, read aloud, on one line, as mail.

Shows what people will get. Whether the words may leave is decided in ``domain.updates``.
"""

from musterpoint.domain.channel_texts.previews import Kind, Note, Preview, Snag, kind_of, preview
from musterpoint.domain.channel_texts.sms import Alphabet, Sms, as_sms, plainer
from musterpoint.domain.channel_texts.voice import Script, aloud

__all__ = [
    "Alphabet",
    "Kind",
    "Note",
    "Preview",
    "Script",
    "Sms",
    "Snag",
    "aloud",
    "as_sms",
    "kind_of",
    "plainer",
    "preview",
]
