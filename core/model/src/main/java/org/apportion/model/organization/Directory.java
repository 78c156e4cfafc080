package org.apportion.model.organization;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;

/**
 * Maps consumers to organization units, day by day. Two entries of one subject never overlap in time: that is refused when
 * the directory is made.
 */
public final class Directory {
    public static final Directory EMPTY = new Directory(List.of());

    private final List<DirectoryEntry> entries;
    private final Map<Consumer, List<DirectoryEntry>> bySubject = new HashMap<>();

    public Directory(List<DirectoryEntry> entries) {
        this.entries = List.copyOf(entries);
        for (DirectoryEntry entry : entries) {
            List<DirectoryEntry> known = bySubject.getOrDefault(entry.subject(), List.of());
            for (DirectoryEntry other : known) {
                if (other.validity().overlaps(entry.validity())) {
                    throw new IllegalArgumentException(entry.subject() + " belongs to " + other.unitId() + " ("
                            + other.place() + ") and to " + entry.unitId() + " (" + entry.place()
                            + ") at the same time");
                }
            }
            bySubject.merge(entry.subject(), List.of(entry), Directory::join);
        }
    }

    public List<DirectoryEntry> entries() {
        return entries;
    }

    /** The unit that owned the consumer on that UTC day. */
    public Optional<String> unitOf(Consumer consumer, LocalDate day) {
        if (consumer.kind() == ConsumerKind.UNIT) {
            return Optional.of(consumer.name());
        }
        return bySubject.getOrDefault(consumer, List.of()).stream()
                .filter(entry -> entry.validity().contains(day))
                .map(DirectoryEntry::unitId)
                .findFirst();
    }

    private static List<DirectoryEntry> join(List<DirectoryEntry> left, List<DirectoryEntry> right) {
        return java.util.stream.Stream.concat(left.stream(), right.stream()).toList();
    }
}
