from tokest.prompts.media.values import Media, MediaCount
def count_media(media: Media, model: str, provider: str | None = None) -> MediaCount:
    return MediaCount(media=media, tokens=None, low=0, high=None, source=None, notes=("no formula",))
