package org.apportion.config.section;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Words of the configuration that stand for constants: {@code file-set} for {@code FILE_SET}. */
final class Words {
    private Words() {}

    static <E extends Enum<E>> Optional<E> find(Fields of, String key, E[] values) {
        return of.text(key)
                .flatMap(text -> Stream.of(values)
                        .filter(value -> of(value).equals(text))
                        .findFirst());
    }

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
