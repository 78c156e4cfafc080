package org.apportion.confluent;

import org.apportion.http.HttpCall;
import org.apportion.http.HttpReply;

/** Answers calls: the service itself, or a folder of recorded answers. */
interface Answers {

    /** The last outcome, after repeating where that may help. Never throws for a failed call. */
    HttpReply to(HttpCall call);
}
