package org.apportion.run;

import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;

/**
 * The answer of a query, asked when it is read and, with {@link #forEach}, never held as a whole. While it is read no other
 * query may be asked.
 */
final class StreamedRows<T> implements Iterable<T> {
    private final Engine engine;
    private final String select;
    private final Function<Row, T> mapper;

    StreamedRows(Engine engine, String select, Function<Row, T> mapper) {
        this.engine = engine;
        this.select = select;
        this.mapper = mapper;
    }

    @Override
    public void forEach(Consumer<? super T> action) {
        engine.forEach(select, row -> action.accept(mapper.apply(row)));
    }

    @Override
    public Iterator<T> iterator() {
        return engine.query(select, mapper).iterator();
    }
}
