package org.apportion.metering.cloudevents;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was wrong with events since it was told last. Safe for use by several threads. */
final class Complaints {
    private static final int MOST = 20;

    private final Set<String> texts = new LinkedHashSet<>();
    private long unnamed;

    synchronized void add(String text) {
        if (texts.size() < MOST) {
            texts.add(text);
        } else if (!texts.contains(text)) {
            unnamed++;
        }
    }

    /** They are told, and forgotten. */
    synchronized List<String> take() {
        List<String> taken = new ArrayList<>(texts);
        if (unnamed > 0) {
            taken.add("The like is true of " + unnamed + " more events.");
        }
        texts.clear();
        unnamed = 0;
        return List.copyOf(taken);
    }
}
