package org.apportion.metering.sending;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;

/** A marketplace that says what a test tells it to, then "accepted", and keeps what it was sent. */
final class Scripted implements Marketplace {
    static final Evidence EVIDENCE = new Evidence("aa", "bb");

    private final MarketplaceRules rules;
    private final Deque<MeterAnswer> answers = new ArrayDeque<>();
    private final List<List<MeterRecord>> calls = new ArrayList<>();
    private ReadBack told = new ReadBack.NotOffered();

    Scripted(MarketplaceRules rules) {
        this.rules = rules;
    }

    Scripted says(MeterAnswer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    Scripted lists(ReadBack list) {
        told = list;
        return this;
    }

    List<List<MeterRecord>> calls() {
        return calls;
    }

    List<MeterRecord> sent() {
        return calls.stream().flatMap(List::stream).toList();
    }

    static MeterAnswer rejected() {
        return new MeterAnswer.Rejected("CustomerNotSubscribed", "not subscribed", EVIDENCE);
    }

    static MeterAnswer later() {
        return new MeterAnswer.RetryLater(Optional.empty(), "throttled", EVIDENCE);
    }

    static MeterAnswer lost() {
        return new MeterAnswer.Unknown("no reply", EVIDENCE);
    }

    static MeterAnswer expired() {
        return new MeterAnswer.Expired("too old", EVIDENCE);
    }

    @Override
    public MarketplaceRules rules() {
        return rules;
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        return new AccessCheck.NotKnown("scripted");
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        calls.add(List.copyOf(records));
        return records.stream()
                .map(record -> answers.isEmpty()
                        ? new MeterAnswer.Accepted("id-" + record.dimension(), EVIDENCE)
                        : answers.pop())
                .toList();
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        return told;
    }

    @Override
    public Map<String, Object> accountInfo() {
        return Map.of("cloud_provider", "scripted");
    }

    @Override
    public void close() {
        // nothing to close
    }
}
