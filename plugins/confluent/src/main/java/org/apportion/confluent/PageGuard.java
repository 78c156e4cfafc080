package org.apportion.confluent;

import java.util.HashSet;
import java.util.Set;
import org.apportion.http.Digests;

/** Sees to it that a list ends and that no page comes twice. */
final class PageGuard {
    /** Entries that are as many as pages may be; 2,000,000 for 10,000 pages. */
    private static final long ENTRIES_PER_PAGE = 200;

    private final String place;
    private final int mostPages;
    private final Set<String> tokens = new HashSet<>();
    private final Set<String> contents = new HashSet<>();
    private int pages;
    private long entries;

    PageGuard(String place, int mostPages) {
        this.place = place;
        this.mostPages = mostPages;
    }

    /**
     * Is told each page.
     *
     * @param data of the page as text
     * @param count how many entries it has; pages without any may be alike
     * @param next token of the next page, empty if this is the last
     */
    void page(String data, int count, String next) {
        pages++;
        entries += count;
        boolean seen = count > 0 && !contents.add(Digests.sha256(data));
        if (seen || (!next.isEmpty() && !tokens.add(next))) {
            throw ConfluentError.CONFLUENT_PAGES_REPEAT.at(
                    place,
                    "page " + pages + " was given before; nothing of this list was taken.",
                    "Fetch again; if it happens again, report it to Confluent with the answers in .evidence.");
        }
        if (!next.isEmpty() && (pages >= mostPages || entries >= ENTRIES_PER_PAGE * mostPages)) {
            throw ConfluentError.CONFLUENT_PAGES_ENDLESS.at(
                    place,
                    "the list has not ended after " + pages + " pages with " + entries
                            + " entries; nothing of it was taken.",
                    "Fetch again; if it happens again, report it to Confluent with the answers in .evidence.");
        }
    }
}
