package org.apportion.config.yaml;

import org.apportion.config.problem.Place;

/** A value of a configuration file. */
public sealed interface Node permits MapNode, ListNode, ScalarNode {
    /** Where the value begins. */
    Place place();

    /** Number of values in it, itself included, aliases followed; at most {@link Integer#MAX_VALUE}. */
    int size();

    /** "a list", "text" and so on, for messages. */
    String describe();
}
