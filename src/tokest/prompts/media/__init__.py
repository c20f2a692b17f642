"""Images, audio, video and documents, to tokens."""
