package org.apportion.metering.sending;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;

/** A marketplace whose memory is a file, one line per billed record, so that it outlives a process. */
final class FileMarketplace implements Marketplace {
    private static final Evidence EVIDENCE = new Evidence("", "");

    private final Path file;
    private final Runnable afterBilling;

    /** @param afterBilling done when the records are billed, before the caller gets its answer */
    FileMarketplace(Path file, Runnable afterBilling) {
        this.file = file;
        this.afterBilling = afterBilling;
    }

    List<String> billed() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public MarketplaceRules rules() {
        return Services.KEYS.rules();
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        return new AccessCheck.Granted();
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        List<MeterAnswer> answers = new ArrayList<>();
        for (MeterRecord record : records) {
            String line = record.key() + " " + record.timestamp() + " " + record.quantity();
            boolean known = billed().contains(line);
            if (!known) {
                append(line);
            }
            answers.add(
                    known ? new MeterAnswer.DuplicateSame("id", EVIDENCE) : new MeterAnswer.Accepted("id", EVIDENCE));
        }
        afterBilling.run();
        return answers;
    }

    private void append(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        return new ReadBack.NotOffered();
    }

    @Override
    public Map<String, Object> accountInfo() {
        return Map.of("cloud_provider", "file");
    }

    @Override
    public void close() {
        // nothing to close
    }
}
