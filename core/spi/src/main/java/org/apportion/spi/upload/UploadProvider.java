package org.apportion.spi.upload;

/** Opens an upload; found by {@link java.util.ServiceLoader}. */
public interface UploadProvider {

    /** The word in the configuration, such as {@code https} or {@code sftp}. */
    String name();

    /**
     * Opens it; makes no network call.
     *
     * @throws org.apportion.model.ApportionException of kind CONFIG naming the setting that is missing, wrong or unknown
     */
    Upload open(UploadSettings settings);
}
