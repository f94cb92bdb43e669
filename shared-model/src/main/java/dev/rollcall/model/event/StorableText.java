package dev.rollcall.model.event;

/** Tells text that is valid JSON but that PostgreSQL cannot hold: U+0000 and halves of surrogate pairs. */
final class StorableText {

    private StorableText() {}

    static boolean holds(String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == 0) {
                return false;
            }
            if (Character.isHighSurrogate(character)
                    && index + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(index + 1))) {
                index++;
            } else if (Character.isSurrogate(character)) {
                return false;
            }
        }
        return true;
    }
}
