package org.apportion.confluent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sentences for people; what happens often is counted. */
final class Notes {
    private final List<String> sentences = new ArrayList<>();
    private final Map<String, Long> counted = new LinkedHashMap<>();

    /** @param sentence without its full stop */
    void add(String sentence) {
        if (!sentences.contains(sentence)) {
            sentences.add(sentence);
        }
    }

    /** @param what plural and what of it, such as {@code connectors cannot be read} */
    void count(String what) {
        count(what, 1);
    }

    void count(String what, long times) {
        counted.merge(what, times, Long::sum);
    }

    List<String> all() {
        List<String> all = new ArrayList<>();
        sentences.forEach(sentence -> all.add(sentence + "."));
        counted.forEach((what, times) -> all.add(times + " " + what + "."));
        return all;
    }
}
