package org.apportion.confluent;

import java.util.function.Consumer;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpReply;

/** Answers calls: the service itself, or a folder of recorded answers. */
interface Answers {

    /**
     * The last outcome, after repeating where that may help. Never throws for a failed call.
     *
     * @param waits is told longer pauses between attempts
     */
    HttpReply to(HttpCall call, Consumer<String> waits);
}
