package org.apportion.metering.cloudevents;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.ApportionException;

/**
 * A file of events: {@code .json} holds a batch and is replaced as a whole; any other has an event in each line, to which lines are
 * appended. Of the latter only whole lines that were not read before are read. Not safe for use by several threads.
 */
final class EventFile {
    /** Bytes that are read at once, and the longest line; also the largest batch. */
    static final int MOST_BYTES = 16 << 20;

    /** So many bytes before its place are remembered: more than a line has. */
    private static final int MOST_REMEMBERED = 64 << 10;

    private final Path file;
    private EventPlace place;

    /** @param place where a process before has come to */
    EventFile(Path file, EventPlace place) {
        this.file = file;
        this.place = place;
    }

    /**
     * Events of one reading.
     *
     * @param end where the next one begins
     * @param more whether there may be more now
     */
    record Part(List<EventFormat.Read> events, EventPlace end, boolean more) {}

    /**
     * What was not {@linkplain #done done} yet.
     *
     * @throws ApportionException {@code METER_EVENTS_UNREAD}, {@code METER_EVENT_UNREADABLE}
     */
    Part next() {
        try {
            return file.toString().endsWith(".json") ? batch() : lines();
        } catch (IOException e) {
            throw unread("it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The part is on disk and is not read again. */
    void done(Part part) {
        place = part.end();
    }

    private Part batch() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw unread("it has more than " + MOST_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        EventPlace end =
                new EventPlace(0, 0, EventPlace.digest(ByteBuffer.wrap(bytes).position(bytes.length)));
        return end.equals(place)
                ? new Part(List.of(), end, false)
                : new Part(EventFormat.batch(new String(bytes, StandardCharsets.UTF_8)), end, false);
    }

    private Part lines() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Another file, or one that lost its oldest lines, is read from its beginning: each event is kept once.
            boolean known = EventPlace.digest(bytes(channel, place.position() - place.remembered(), place.remembered()))
                    .equals(place.digest());
            long from = known ? place.position() : 0;
            ByteBuffer bytes = bytes(channel, from, (int) Math.min(MOST_BYTES, channel.size() - from));
            int end = bytes.position();
            while (end > 0 && bytes.get(end - 1) != '\n') {
                end--;
            }
            if (end == 0 && bytes.position() == MOST_BYTES) {
                throw unread("a line has more than " + MOST_BYTES + " bytes");
            }
            List<EventFormat.Read> events = new ArrayList<>();
            new String(bytes.array(), 0, end, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> events.add(EventFormat.structured(line)));
            int remembered = (int) Math.min(MOST_REMEMBERED, from + end);
            String digest = EventPlace.digest(bytes(channel, from + end - remembered, remembered));
            return new Part(events, new EventPlace(from + end, remembered, digest), bytes.position() == MOST_BYTES);
        }
    }

    /** Bytes of the file from a place on, up to its end; written from the beginning of the buffer. */
    private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            continue;
        }
        return bytes;
    }

    private ApportionException unread(String problem) {
        return CloudEventError.METER_EVENTS_UNREAD.at(
                file.toString(), "the events cannot be used: " + problem + ".", "Check what writes the file.");
    }
}
