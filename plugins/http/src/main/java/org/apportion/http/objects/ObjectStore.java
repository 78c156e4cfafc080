package org.apportion.http.objects;

import java.nio.file.Path;
import java.util.Optional;
import org.apportion.http.HttpReply;

/** The protocol of an object store. Safe for use by several threads. */
public interface ObjectStore {

    /** Such as {@code s3://bucket}, for messages. */
    String place();

    /**
     * A page of the objects whose keys begin with a prefix, with as many repetitions as are safe.
     *
     * @throws org.apportion.model.ApportionException saying which permission or setting to mend
     */
    ObjectPage list(String prefix, Optional<String> page);

    /** What the object is now; empty if it is gone. Throws as {@link #list} does. */
    Optional<RemoteObject> look(String key);

    /**
     * Reads this version of the object into a file from an offset on, once. The store answers 412, 404 or another version's mark if
     * it is no longer there.
     */
    HttpReply read(RemoteObject object, Path file, long offset);

    /**
     * The MD5 of the whole object, in lower-case hex, if its listing or the answer to a read tells it; else empty.
     *
     * @param answer a success
     */
    default String md5(RemoteObject object, HttpReply.Answered answer) {
        return object.md5();
    }

    /** What a refusal (a status other than success, 404, 412, 416) means; with advice. */
    RuntimeException refusal(String key, HttpReply.Answered answer);
}
