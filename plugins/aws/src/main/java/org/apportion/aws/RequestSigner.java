package org.apportion.aws;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apportion.http.Digests;
import org.apportion.http.HttpCall;
import org.apportion.http.Redaction;
import org.apportion.http.objects.ObjectError;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** Signs requests of one service by the SDK's signer; paths are sent as they are. */
final class RequestSigner {
    private static final Set<String> SET_BY_THE_CLIENT = Set.of("host", "content-length");
    /** SHA-256 of nothing. */
    private static final String NO_PAYLOAD = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Service service;
    private final AwsCredentialsProvider credentials;
    private final InstantSource clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * What is signed for.
     *
     * @param place of the service in messages
     */
    record Service(String name, String region, String place) {}

    RequestSigner(Service service, AwsCredentialsProvider credentials, InstantSource clock) {
        this.service = service;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** @throws org.apportion.model.ApportionException {@code OBJECT_REFUSED} if there are no credentials */
    HttpCall sign(String method, URI uri, Map<String, String> headers, String body) {
        AwsCredentials identity;
        try {
            identity = credentials.resolveCredentials();
        } catch (SdkException e) {
            throw ObjectError.OBJECT_REFUSED.at(
                    service.place(),
                    "there are no credentials: " + Redaction.clean(e),
                    "Give access-key-id and secret-access-key, a role, or credentials of the machine.");
        }
        byte[] payload = body.getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest.Builder plain =
                SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
        headers.forEach(plain::putHeader);
        plain.putHeader("x-amz-content-sha256", body.isEmpty() ? NO_PAYLOAD : Digests.sha256(payload));
        SignedRequest signed = signer.sign(request -> request.identity(identity)
                .request(plain.build())
                .payload(body.isEmpty() ? null : () -> new ByteArrayInputStream(payload))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.name())
                .putProperty(AwsV4HttpSigner.REGION_NAME, service.region())
                .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC)));
        Map<String, String> sent = new LinkedHashMap<>();
        signed.request().headers().forEach((name, values) -> {
            if (!SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                sent.put(name, String.join(",", values));
            }
        });
        return new HttpCall(method, uri, sent, body);
    }
}
