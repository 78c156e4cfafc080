package org.apportion.spi.source;

/** Opens a remote source; found by {@link java.util.ServiceLoader}. */
public interface RemoteSourceProvider {

    /** The word in the configuration, such as {@code s3} or {@code confluent}. */
    String name();

    /**
     * Opens it; makes no network call.
     *
     * @throws org.apportion.model.ApportionException of kind CONFIG naming the setting that is missing, wrong or unknown
     */
    RemoteSource open(FetchSettings settings);
}
