package org.apportion.run;

import java.nio.file.Path;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;

/**
 * What became of one fetch.
 *
 * @param folder where its files are
 * @param fetched what it did; empty if it failed
 * @param failure why it failed; what it had brought whole before stays
 */
public record FetchResult(
        String id,
        String plugin,
        Path folder,
        FetchWindow window,
        Optional<Fetched> fetched,
        Optional<ApportionException> failure) {}
