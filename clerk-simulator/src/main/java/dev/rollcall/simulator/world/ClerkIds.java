package dev.rollcall.simulator.world;

/**
 * Ids as Clerk makes them: a prefix and the 27 base62 characters of a KSUID, 32 bits of time and 128 bits of payload.
 * The payload is a permutation of (seed, space, count), so no two of them are equal, whatever the seeds.
 */
final class ClerkIds {

    /** KSUIDs count seconds from here: 13 May 2014. */
    private static final long KSUID_EPOCH_SECONDS = 1_400_000_000L;

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 27;
    private static final int COUNT_BITS = 48;
    private static final int ROUNDS = 4;

    private final long seed;
    private final long space;
    private long count;

    /** @param space worlds and forgeries of one seed are apart by it; less than 65,536 */
    ClerkIds(long seed, int space) {
        this.seed = seed;
        this.space = (long) space << COUNT_BITS;
    }

    /**
     * @param prefix for instance {@code user_}
     * @param millis when the object was made
     */
    String next(String prefix, long millis) {
        long left = seed;
        long right = space | count++;
        for (int round = 1; round <= ROUNDS; round++) {
            long swapped = left ^ Dice.mix(right + round * 0x9E3779B97F4A7C15L);
            left = right;
            right = swapped;
        }
        long seconds = millis / 1_000 - KSUID_EPOCH_SECONDS;
        return prefix
                + base62(new int[] {(int) seconds, (int) (left >>> 32), (int) left, (int) (right >>> 32), (int) right});
    }

    /** Long division of a 160-bit number, most significant word first. */
    private static String base62(int[] words) {
        char[] digits = new char[LENGTH];
        for (int position = LENGTH - 1; position >= 0; position--) {
            long remainder = 0;
            for (int index = 0; index < words.length; index++) {
                long dividend = (remainder << 32) | Integer.toUnsignedLong(words[index]);
                words[index] = (int) (dividend / ALPHABET.length());
                remainder = dividend % ALPHABET.length();
            }
            digits[position] = ALPHABET.charAt((int) remainder);
        }
        return new String(digits);
    }
}
