package org.apportion.spi.source;

import java.util.List;

/**
 * What a fetch did.
 *
 * @param found files, objects or days that the source offers within the window
 * @param brought how many of them were new or had changed
 * @param bytes brought
 * @param notes sentences a person should read, such as a day that is not complete yet
 */
public record Fetched(long found, long brought, long bytes, List<String> notes) {
    public Fetched {
        notes = List.copyOf(notes);
    }
}
