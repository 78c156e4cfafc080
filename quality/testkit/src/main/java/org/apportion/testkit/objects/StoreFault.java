package org.apportion.testkit.objects;

/** What goes wrong with one read of an object. */
public sealed interface StoreFault {

    /** The connection breaks off after some bytes of the body. */
    record Cut(int afterBytes) implements StoreFault {}

    /** The connection closes without an answer. */
    record Drop() implements StoreFault {}

    /** An answer with this status and no useful body. */
    record Status(int status) implements StoreFault {}

    /** The object is written anew just before it is read. */
    record ReplacedBefore(String text) implements StoreFault {}

    /** The object is removed just before it is read. */
    record DeletedBefore() implements StoreFault {}

    /** Other bytes of the same length arrive. */
    record Scrambled() implements StoreFault {}

    /** As many bytes arrive as were asked for, but from the beginning; the answer says so. */
    record OtherRange() implements StoreFault {}
}
