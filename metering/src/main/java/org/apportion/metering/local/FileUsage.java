package org.apportion.metering.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;

/**
 * Reads a product's file; of a CSV file, at each question only the whole lines that were not read before. A line that cannot be
 * used is told at each question until it is mended, and the others are read.
 */
final class FileUsage implements ProductUsage {
    private static final int MOST_COMPLAINTS = 20;

    private final Path file;
    private int told;
    private Optional<UsageReading> last = Optional.empty();
    private final List<String> complaints = new ArrayList<>();
    private long untold;

    FileUsage(Path file) {
        this.file = file;
    }

    @Override
    public UsageReading read() {
        List<UsageReading> all = lines();
        if (all.isEmpty()) {
            throw unread("it has no sample");
        }
        return all.get(all.size() - 1);
    }

    /**
     * A file that does not have the last line that was read in its place is a new one, or lost its oldest lines, and is read from
     * its beginning: the journal keeps each sample once.
     */
    @Override
    public List<UsageReading> readAll() {
        List<UsageReading> all = lines();
        boolean grown = told <= all.size()
                && (told == 0 || Optional.of(all.get(told - 1)).equals(last));
        int from = grown ? told : 0;
        told = all.size();
        last = told == 0 ? Optional.empty() : Optional.of(all.get(told - 1));
        return List.copyOf(all.subList(from, all.size()));
    }

    private void leftOut(ApportionException problem) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(problem.problem());
        } else {
            untold++;
        }
    }

    @Override
    public List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        if (untold > 0) {
            all.add(untold + " more lines of the file cannot be used either.");
        }
        return List.copyOf(all);
    }

    private List<UsageReading> lines() {
        complaints.clear();
        untold = 0;
        if (file.toString().endsWith(".csv")) {
            return new SampleFile(file).readWholeLines(this::leftOut);
        }
        try {
            if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > HttpUsage.MOST_BYTES)) {
                throw unread("it is no file of at most " + HttpUsage.MOST_BYTES + " bytes");
            }
            Instant written = Files.getLastModifiedTime(file).toInstant();
            told = 0;
            return List.of(new UsageAnswer(Files.readString(file), written).reading());
        } catch (IOException e) {
            throw unread("it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private ApportionException unread(String problem) {
        return new ApportionException(
                LocalError.METER_SAMPLES_UNREAD,
                file.toString(),
                "The product's usage cannot be used: " + problem + ".",
                "Check what the product writes; the file is read again at the next tick.");
    }

    @Override
    public void close() {
        // Nothing is open between two questions.
    }
}
