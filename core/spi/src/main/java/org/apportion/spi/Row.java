package org.apportion.spi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The current row of an answer. Columns count from 0. Valid only during the call that hands it out. */
public interface Row {

    boolean isNull(int column);

    @Nullable
    String text(int column);

    /** 0 if null. */
    long number(int column);

    @Nullable
    BigDecimal decimal(int column);

    /** For 128-bit integers. */
    @Nullable
    BigInteger integer(int column);

    /** Reads a timestamp as UTC. */
    @Nullable
    Instant instant(int column);

    @Nullable
    LocalDate date(int column);

    boolean flag(int column);

    /** A MAP(VARCHAR, VARCHAR); empty if null. Values may be null. */
    Map<String, @Nullable String> textMap(int column);

    /** The value as the engine's driver gives it: text, Long, BigDecimal, BigInteger, LocalDate, Instant, Boolean, Map. */
    @Nullable
    Object value(int column);

    /** Number of columns. */
    int width();
}
