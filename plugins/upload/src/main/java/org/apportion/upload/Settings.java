package org.apportion.upload;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.upload.UploadSettings;

/** Reads the settings of an upload by name and refuses those that it does not know. */
record Settings(UploadSettings upload) {

    /** Settings that both plugins have, about how a file is written. */
    static final List<String> ENCODING = List.of("charset", "source-charset", "compress");

    /**
     * @param settings names; one that ends in a dot stands for all that begin with it
     * @param secrets the same
     * @throws ApportionException {@code UPLOAD_SETTING_WRONG} if there is another one
     */
    Settings requireKnown(List<String> settings, List<String> secrets) {
        requireKnown(
                upload.settings(),
                Stream.concat(settings.stream(), ENCODING.stream()).toList(),
                "settings");
        requireKnown(upload.secrets(), secrets, "secrets");
        return this;
    }

    private void requireKnown(Map<String, ?> given, List<String> known, String where) {
        for (String name : new TreeSet<>(given.keySet())) {
            if (known.stream().noneMatch(one -> one.endsWith(".") ? name.startsWith(one) : name.equals(one))) {
                throw wrong(where + "." + name, "is not known", "Known are " + String.join(", ", known) + ".");
            }
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(upload.settings().get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** @throws ApportionException {@code UPLOAD_SETTING_WRONG} if the setting is absent */
    String required(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing", "Set it."));
    }

    Optional<Secret> secret(String name) {
        return Optional.ofNullable(upload.secrets().get(name));
    }

    /** One of some words, the first of which is the default. */
    String word(String name, String... words) {
        String text = text(name).orElse(words[0]);
        if (!List.of(words).contains(text)) {
            throw wrong(name, "is not one of its words", "Write one of: " + String.join(", ", words) + ".");
        }
        return text;
    }

    /** A whole number from 1. */
    int number(String name, int otherwise, int most) {
        String text = text(name).orElse(Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > most) {
            throw wrong(name, "is no whole number from 1 to " + most, "Write one.");
        }
        return Integer.parseInt(text);
    }

    /** How long an upload may take, connection included. */
    Duration deadline() {
        String text = text("deadline").orElse("PT5M");
        try {
            Duration deadline = Duration.parse(text);
            if (!deadline.isNegative() && !deadline.isZero()) {
                return deadline;
            }
        } catch (DateTimeException e) {
            throw wrong("deadline", "is not a duration", "Write it as PT5M or PT30S.");
        }
        throw wrong("deadline", "is not above zero", "Write it as PT5M or PT30S.");
    }

    /** Settings that begin with a word, without it, by name. */
    Map<String, String> under(String prefix) {
        Map<String, String> found = new TreeMap<>();
        upload.settings().forEach((name, text) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), text);
            }
        });
        return found;
    }

    /** Secrets that begin with a word, without it, by name. */
    Map<String, Secret> secretsUnder(String prefix) {
        Map<String, Secret> found = new TreeMap<>();
        upload.secrets().forEach((name, secret) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), secret);
            }
        });
        return found;
    }

    ApportionException wrong(String name, String problem, String nextStep) {
        return new ApportionException(
                UploadError.UPLOAD_SETTING_WRONG, upload.id() + "." + name, "the setting " + problem + ".", nextStep);
    }
}
