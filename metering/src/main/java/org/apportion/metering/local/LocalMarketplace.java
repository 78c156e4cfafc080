package org.apportion.metering.local;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Accepts what it is told and writes it to a file, one JSON object a line; knows a key that it has seen before. */
final class LocalMarketplace implements Marketplace {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final MarketplaceRules rules;
    private final Map<String, MeterRecord> accepted = new LinkedHashMap<>();
    private boolean loaded;

    LocalMarketplace(Path file, MarketplaceRules rules) {
        this.file = file;
        this.rules = rules;
    }

    @Override
    public MarketplaceRules rules() {
        return rules;
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        try {
            load();
            Files.createDirectories(file.getParent());
            return Files.isWritable(file.getParent())
                    ? new AccessCheck.Granted()
                    : new AccessCheck.Refused(
                            "the folder " + file.getParent() + " cannot be written.",
                            "Give this user the right to write.");
        } catch (IOException | ApportionException e) {
            return new AccessCheck.Refused(
                    "the file " + file + " cannot be used (" + e.getClass().getSimpleName() + ").", "Mend or move it.");
        }
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        List<MeterAnswer> answers = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        Map<String, MeterRecord> added = new LinkedHashMap<>();
        try {
            load();
            for (MeterRecord record : records) {
                String line = line(record);
                Evidence evidence = new Evidence(digest(line), digest(record.key()));
                MeterRecord known = added.getOrDefault(record.key(), accepted.get(record.key()));
                if (known == null) {
                    lines.append(line).append('\n');
                    added.put(record.key(), record);
                    answers.add(new MeterAnswer.Accepted(record.key(), evidence));
                } else {
                    answers.add(again(known, record, evidence));
                }
            }
            if (!added.isEmpty()) {
                DurableFile.append(file, lines.toString());
                accepted.putAll(added);
            }
            return answers;
        } catch (IOException e) {
            loaded = false;
            return records.stream().map(record -> unknown(record, e)).toList();
        }
    }

    private static MeterAnswer again(MeterRecord known, MeterRecord record, Evidence evidence) {
        boolean same = known.quantity().compareTo(record.quantity()) == 0
                && known.dimension().equals(record.dimension());
        return same
                ? new MeterAnswer.DuplicateSame(record.key(), evidence)
                : new MeterAnswer.DuplicateOther(
                        Optional.of(known.quantity()), "the key was used with another quantity", evidence);
    }

    private static MeterAnswer unknown(MeterRecord record, IOException e) {
        return new MeterAnswer.Unknown(
                "the file could not be written (" + e.getClass().getSimpleName() + ")",
                new Evidence(digest(line(record)), ""));
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        try {
            load();
            return new ReadBack.Told(accepted.values().stream()
                    .filter(record -> record.dimension().equals(dimension))
                    .filter(record -> !record.timestamp().isBefore(from)
                            && record.timestamp().isBefore(to))
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

    /** A last line without its end was never accepted: the process died while it wrote it. */
    private void load() throws IOException {
        if (loaded) {
            return;
        }
        accepted.clear();
        if (Files.exists(file)) {
            String text = Files.readString(file);
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().forEach(this::keep);
            if (end < text.length()) {
                DurableFile.replace(file, text.substring(0, end));
            }
        }
        loaded = true;
    }

    private void keep(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            String key = node.path("key").stringValue();
            accepted.put(
                    key,
                    new MeterRecord(
                            key,
                            node.path("dimension").stringValue(),
                            new BigDecimal(node.path("quantity").stringValue()),
                            Instant.parse(node.path("timestamp").stringValue()),
                            Map.of()));
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new ApportionException(
                    LocalError.METER_DOCUMENT_UNREADABLE,
                    file.toString(),
                    "the line " + (accepted.size() + 1) + " is no accepted record.",
                    "Restore the file: it tells what was metered.",
                    e);
        }
    }

    private static String line(MeterRecord record) {
        ObjectNode node = JSON.createObjectNode();
        node.put("key", record.key());
        node.put("dimension", record.dimension());
        node.put("quantity", record.quantity().toPlainString());
        node.put("timestamp", record.timestamp().toString());
        return JSON.writeValueAsString(node);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        // Nothing is open between two calls.
    }
}
