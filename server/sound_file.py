"""A sentence in the counsellor's voice as a sound file, for what is said outside a call."""

import io

import soundfile

from server.counsel import Counsel
from server.stage import ignore
from speech.joining import joined


async def wav(counsel: Counsel, sentence: str) -> bytes:
    """WAV, 16-bit mono. Raises StageError when the voice fails."""
    return await counsel.stages.speak.run(lambda: _wav(counsel, sentence), ignore)


def _wav(counsel: Counsel, sentence: str) -> bytes:
    speech = joined(list(counsel.voice.speak(sentence)))
    file = io.BytesIO()
    soundfile.write(file, speech.samples, speech.rate, "PCM_16", format="WAV")
    return file.getvalue()
