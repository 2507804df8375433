"""Recordings of every kind become the one currency, or are refused with a code."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from speech.audio import AudioError, MicrophoneResampler, level_dbfs, read_wav, resample, sanitise
from speech.types import AudioChunk, Samples


def tone(seconds: float, rate: int, hertz: float = 440.0) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT"])
def test_any_rate_and_channels_become_mono_16k(tmp_path: Path, rate: int, channels: int, subtype: str) -> None:
    soundfile.write(tmp_path / "a.wav", np.stack([tone(1, rate)] * channels, axis=1), rate, subtype)
    chunk = read_wav(tmp_path / "a.wav")
    assert (chunk.rate, chunk.samples.ndim) == (16_000, 1)
    assert chunk.samples.dtype == np.float32
    assert chunk.seconds == pytest.approx(1, abs=0.01)
    assert level_dbfs(chunk.samples) == pytest.approx(level_dbfs(tone(1, 16_000)), abs=0.3)
    assert np.argmax(np.abs(np.fft.rfft(chunk.samples))) / chunk.seconds == pytest.approx(440, abs=2)


def test_another_rate_can_be_wanted(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(0.5, 16_000), 16_000)
    assert read_wav(tmp_path / "a.wav", rate=48_000).rate == 48_000


def test_what_is_no_wav_is_refused(tmp_path: Path) -> None:
    refused = {
        "missing.wav": ("audio-missing", None),
        "empty.wav": ("audio-not-wav", b""),
        "text.wav": ("audio-not-wav", "안녕하세요".encode()),
        "random.wav": ("audio-not-wav", np.random.default_rng(1).bytes(5000)),
        "header-only.wav": ("audio-not-wav", b"RIFF\x24\x00\x00\x00WAVE"),
    }
    for name, (code, content) in refused.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(AudioError, match=name) as raised:
            read_wav(tmp_path / name)
        assert raised.value.code == code, name


def test_another_format_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(1, 16_000), 16_000, format="FLAC")
    with pytest.raises(AudioError, match="FLAC"):
        read_wav(tmp_path / "a.wav")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError):
        read_wav(tmp_path)


def test_no_sound_in_the_file(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0, np.float32), 16_000)
    with pytest.raises(AudioError) as raised:
        read_wav(tmp_path / "a.wav")
    assert raised.value.code == "audio-empty"


def test_ten_minutes_are_refused_with_both_lengths(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(600 * 8_000, np.int16), 8_000)
    with pytest.raises(AudioError, match=r"600 s.*120 s") as raised:
        read_wav(tmp_path / "a.wav")
    assert raised.value.code == "audio-too-long"
    assert read_wav(tmp_path / "a.wav", longest=600).seconds == pytest.approx(600)


def test_a_truncated_file_gives_what_is_there(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(2, 16_000), 16_000)
    whole = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "a.wav").write_bytes(whole[: len(whole) // 2])
    assert read_wav(tmp_path / "a.wav").seconds == pytest.approx(1, abs=0.1)


def test_what_is_not_a_number_becomes_silence(tmp_path: Path) -> None:
    broken = tone(1, 16_000)
    broken[100:200], broken[300], broken[400] = np.nan, np.inf, -np.inf
    soundfile.write(tmp_path / "a.wav", broken, 16_000, "FLOAT")
    samples = read_wav(tmp_path / "a.wav").samples
    assert np.isfinite(samples).all()
    assert np.abs(samples[110:190]).max() < 0.01


def test_offset_goes_and_peaks_are_clipped() -> None:
    clean = sanitise(tone(1, 16_000) * 3 + np.float32(0.2))
    assert abs(clean.mean()) < 0.02
    assert np.abs(clean).max() <= 1


@pytest.mark.parametrize(("samples", "level"), [(tone(1, 16_000) * 2, -3.0), (np.zeros(99, np.float32), -120.0)])
def test_level(samples: Samples, level: float) -> None:
    assert level_dbfs(samples) == pytest.approx(level, abs=0.1)


def test_no_samples_are_silent() -> None:
    assert level_dbfs(np.zeros(0, np.float32)) == -120.0


def test_the_microphone_stream_has_no_seams() -> None:
    stereo = (np.repeat(tone(1, 48_000), 2) * 32767).astype(np.int16)
    resampler = MicrophoneResampler()
    parts = [resampler.feed(frame[None]) for frame in stereo.reshape(-1, 2 * 960)]
    streamed = np.concatenate(parts)
    assert streamed.dtype == np.float32
    assert len(streamed) > 15_000
    middle = streamed[4_000:12_000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))) ** 2
    peak = int(np.argmax(spectrum))
    assert spectrum[peak - 3 : peak + 4].sum() / spectrum.sum() > 0.9999, "a click at a seam spreads over the spectrum"
    assert level_dbfs(middle) == pytest.approx(level_dbfs(tone(1, 16_000)), abs=0.1)


def test_opposite_channels_of_the_microphone_are_mixed() -> None:
    stereo = np.stack([np.full(960, 8000), np.full(960, -8000)], axis=1).astype(np.int16)
    assert np.abs(MicrophoneResampler().feed(stereo.ravel())).max(initial=0) < 1e-4


def test_resampling_keeps_the_sound() -> None:
    there = resample(AudioChunk(tone(1, 22_050), 22_050), 48_000)
    back = resample(there, 22_050)
    assert np.abs(back.samples[500:-500] - tone(1, 22_050)[500 : len(back.samples) - 500]).max() < 0.01
