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
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.model.ApportionException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import tools.jackson.databind.JsonNode;

/**
 * The service over the wire: JSON 1.1, {@code X-Amz-Target: AWSMPMeteringService.<operation>}, Signature Version 4 by the SDK's signer
 * and credentials by the SDK's chain. The SDK's own client is not used, because it retries, and hides the bytes that are the
 * evidence.
 */
final class MeteringService {
    private static final String SIGNING_NAME = "aws-marketplace";
    private static final Set<String> SET_BY_THE_CLIENT = Set.of("host", "content-length");

    private final AmazonSettings settings;
    private final HttpCaller caller;
    private final AwsCredentialsProvider credentials;
    private final InstanceMetadata metadata;
    private final InstantSource clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    MeteringService(
            AmazonSettings settings,
            HttpCaller caller,
            AwsCredentialsProvider credentials,
            InstanceMetadata metadata,
            InstantSource clock) {
        this.settings = settings;
        this.caller = caller;
        this.credentials = credentials;
        this.metadata = metadata;
        this.clock = clock;
    }

    /** Makes the call once. A failure before it, such as missing credentials, is told as not sent. */
    HttpReply call(String operation, JsonNode request) {
        String body = Json.write(request);
        HttpCall signed;
        try {
            signed = sign(operation, body);
        } catch (SdkException e) {
            return new HttpReply.NotSent("no credentials: " + Redaction.clean(e), Digests.ofRequest(body));
        } catch (ApportionException e) {
            return new HttpReply.NotSent(Redaction.clean(e), Digests.ofRequest(body));
        }
        return caller.exchange(signed);
    }

    private HttpCall sign(String operation, String body) {
        String region = settings.region().orElseGet(metadata::region);
        URI endpoint = settings.endpoint()
                .orElseGet(() -> URI.create("https://metering.marketplace." + region + "." + domain(region)));
        URI uri = URI.create(endpoint + "/");
        AwsCredentials identity = credentials.resolveCredentials();
        SdkHttpRequest plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(uri)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "AWSMPMeteringService." + operation)
                .build();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        SignedRequest signed = signer.sign(request -> request.identity(identity)
                .request(plain)
                .payload(() -> new ByteArrayInputStream(bytes))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SIGNING_NAME)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC)));
        Map<String, String> headers = new LinkedHashMap<>();
        signed.request().headers().forEach((name, values) -> {
            if (!SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(",", values));
            }
        });
        return new HttpCall("POST", uri, headers, body);
    }

    private static String domain(String region) {
        return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }
}
