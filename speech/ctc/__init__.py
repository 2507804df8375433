"""Parts of a recogniser that writes jamo: sound to features, probabilities to text, wordings to likelihoods."""
