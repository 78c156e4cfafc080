package org.apportion.metering.local;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;

/** Accepts what it is told and writes it to a file, one JSON object a line; knows a key that it has seen within its late window. */
final class LocalMarketplace implements Marketplace {
    private final AcceptedFile file;
    private final String account;
    private final MarketplaceRules rules;

    /** @param account product code and customer, as the lines of the file tell them */
    LocalMarketplace(AcceptedFile file, String account, MarketplaceRules rules) {
        this.file = file;
        this.account = account;
        this.rules = rules;
    }

    @Override
    public MarketplaceRules rules() {
        return rules;
    }

    @Override
    public Optional<String> resource() {
        return Optional.of(file.path() + " " + account);
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        Path folder = Objects.requireNonNull(file.path().getParent(), "a file is in a folder");
        try {
            file.load();
            Files.createDirectories(folder);
            return Files.isWritable(folder)
                    ? new AccessCheck.Granted()
                    : new AccessCheck.Refused(
                            "the folder " + folder + " cannot be written.", "Give this user the right to write.");
        } catch (IOException e) {
            return new AccessCheck.NotKnown("the file " + file.path() + " cannot be reached ("
                    + e.getClass().getSimpleName() + ")");
        } catch (ApportionException e) {
            return new AccessCheck.Refused(
                    "the file " + file.path() + " cannot be used ("
                            + e.getClass().getSimpleName() + ").",
                    "Mend or move it.");
        }
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        synchronized (file) {
            try {
                file.load();
            } catch (IOException e) {
                return records.stream().map(record -> later(record, e)).toList();
            }
            try {
                return accept(records);
            } catch (IOException e) {
                return records.stream().map(record -> unknown(record, e)).toList();
            }
        }
    }

    private List<MeterAnswer> accept(List<MeterRecord> records) throws IOException {
        List<MeterAnswer> answers = new ArrayList<>();
        Map<String, MeterRecord> added = new LinkedHashMap<>();
        List<AcceptedFile.Line> lines = new ArrayList<>();
        for (MeterRecord record : records) {
            Evidence evidence = evidence(record);
            Optional<MeterRecord> known =
                    Optional.ofNullable(added.get(record.key())).or(() -> file.known(record.key()));
            Optional<MeterRecord> sameHour =
                    rules.oneRecordPerHour() ? sameHour(record, added.values()) : Optional.empty();
            if (!fits(record.quantity())) {
                answers.add(
                        new MeterAnswer.Rejected("InvalidQuantity", "the quantity is too large or too fine", evidence));
            } else if (record.timestamp().isBefore(file.oldest())) {
                answers.add(new MeterAnswer.Expired("the timestamp is older than the late window", evidence));
            } else if (known.isPresent()) {
                answers.add(again(known.get(), record, evidence));
            } else if (sameHour.isPresent()) {
                answers.add(new MeterAnswer.DuplicateOther(
                        sameHour.map(MeterRecord::quantity), "the hour has a record", evidence));
            } else {
                lines.add(new AcceptedFile.Line(account, record));
                added.put(record.key(), record);
                answers.add(new MeterAnswer.Accepted(record.key(), evidence));
            }
        }
        if (!lines.isEmpty()) {
            file.append(lines);
        }
        return answers;
    }

    private boolean fits(BigDecimal quantity) {
        return quantity.stripTrailingZeros().scale() <= rules.quantityScale()
                && quantity.compareTo(rules.largestQuantity()) <= 0;
    }

    /** A record of this account that holds the place of another: the same dimension in the same UTC hour. */
    private Optional<MeterRecord> sameHour(MeterRecord record, Collection<MeterRecord> added) {
        Instant hour = record.timestamp().truncatedTo(ChronoUnit.HOURS);
        return Stream.concat(added.stream(), file.recent(account).stream())
                .filter(other -> other.dimension().equals(record.dimension())
                        && other.timestamp().truncatedTo(ChronoUnit.HOURS).equals(hour))
                .findFirst();
    }

    private static MeterAnswer again(MeterRecord known, MeterRecord record, Evidence evidence) {
        boolean same = known.quantity().compareTo(record.quantity()) == 0
                && known.dimension().equals(record.dimension());
        return same
                ? new MeterAnswer.DuplicateSame(record.key(), evidence)
                : new MeterAnswer.DuplicateOther(
                        Optional.of(known.quantity()), "the key was used with another quantity", evidence);
    }

    /** Nothing was written. */
    private MeterAnswer later(MeterRecord record, IOException e) {
        return new MeterAnswer.RetryLater(
                Optional.empty(),
                "the file cannot be read (" + e.getClass().getSimpleName() + ")",
                new Evidence(evidence(record).requestDigest(), ""));
    }

    private MeterAnswer unknown(MeterRecord record, IOException e) {
        return new MeterAnswer.Unknown(
                "the file could not be written (" + e.getClass().getSimpleName() + ")",
                new Evidence(evidence(record).requestDigest(), ""));
    }

    private Evidence evidence(MeterRecord record) {
        String line = AcceptedFile.text(new AcceptedFile.Line(account, record));
        return new Evidence(PartsDigest.of(List.of(line)), PartsDigest.of(List.of(record.key())));
    }

    /** Lines that do not tell whose they are were written when a file had one account. */
    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        try {
            file.load();
            return new ReadBack.Told(file
                    .lines(line -> line.isOf(account)
                            && line.record().dimension().equals(dimension)
                            && !line.record().timestamp().isBefore(from)
                            && line.record().timestamp().isBefore(to))
                    .stream()
                    .map(AcceptedFile.Line::record)
                    .map(record ->
                            new ReadBack.AcceptedRecord(dimension, record.timestamp(), record.quantity(), record.key()))
                    .toList());
        } catch (IOException e) {
            return new ReadBack.Failed(
                    "the file cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public Map<String, Object> accountInfo() {
        return Map.of("cloud_provider", "local");
    }

    @Override
    public void close() {
        // Nothing is open between two calls.
    }
}
