package org.apportion.allocate;

/**
 * The integer that finds a slot: a set of entries among which a cell can be split. It packs what is looked up (a
 * lookup, a chain row, a consumer), a tag that says which, and a code such as the hour: {@code (id * 8 + tag) *
 * 2^32 + 2^31 + code}, with -2^31 &le; code &lt; 2^31.
 */
final class Keys {
    static final int HOUR = 0;
    static final int DAY = 1;
    static final int MONTH = 2;
    static final int SPAN = 3;
    /** A direct tier that asks the directory; the id is the chain row, the code the day. */
    static final int DAILY = 4;

    static final int FIXED = 5;
    static final int ALLOCATED = 6;
    /** One consumer takes all; the id is the consumer. */
    static final int SINGLE = 7;

    private static final long SPAN_OF_TAG = 1L << 32;
    private static final long MIDDLE = 1L << 31;
    private static final long SPAN_OF_ID = 1L << 35;

    private Keys() {}

    /** The key of code 0. */
    static String base(String id, String tag) {
        return "((" + id + ") * 8 + " + tag + ") * " + SPAN_OF_TAG + " + " + MIDDLE;
    }

    static String base(String id, int tag) {
        return base(id, Integer.toString(tag));
    }

    static String id(String key) {
        return "fdiv(" + key + ", " + SPAN_OF_ID + ")";
    }

    static String tag(String key) {
        return "(fdiv(" + key + ", " + SPAN_OF_TAG + ") - 8 * " + id(key) + ")";
    }

    /** What to add to a key so that it has another id. */
    static String moved(String key, String fromId, String toId) {
        return key + " + (" + toId + " - " + fromId + ") * " + SPAN_OF_ID;
    }
}
