package org.apportion.kubernetes;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with documents and usage in Kubernetes. */
enum KubernetesError implements ErrorCode {
    /** The API server does not answer, or refuses. */
    KUBERNETES_FAILED(ErrorKind.PROVIDER),
    /** A document is there, but is not what was written. */
    KUBERNETES_DOCUMENT_DAMAGED(ErrorKind.DATA),
    /** A document is larger than an object may be. */
    KUBERNETES_DOCUMENT_TOO_LARGE(ErrorKind.DATA),
    /** The custom resource that holds the usage is not there. */
    KUBERNETES_USAGE_MISSING(ErrorKind.PROVIDER),
    /** The custom resource holds something that is no usage. */
    KUBERNETES_USAGE_UNREADABLE(ErrorKind.PROVIDER),
    /** A setting is missing or wrong. */
    KUBERNETES_SETTING_WRONG(ErrorKind.CONFIG);

    private final ErrorKind kind;

    KubernetesError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
