package org.apportion.spi.upload;

/** Hands files to another system. */
public interface Upload extends AutoCloseable {

    /** Where the file goes, for people: an address without credentials. Makes no network call. */
    String target(UploadFile file);

    /**
     * Sends the file as a whole. It may have been sent before, with or without success: a receiver that knows the file's key, or a
     * name that is replaced, makes that harmless.
     *
     * @return what the other side said, in one line without secrets, such as {@code 201}
     * @throws org.apportion.model.ApportionException with a code of the plugin; whether the file arrived may be unknown
     */
    String send(UploadFile file);

    @Override
    void close();
}
