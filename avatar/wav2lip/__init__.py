"""Wav2Lip (Prajwal et al. 2020, arXiv 2008.10010): a mouth for a face, drawn from 200 ms of sound."""
