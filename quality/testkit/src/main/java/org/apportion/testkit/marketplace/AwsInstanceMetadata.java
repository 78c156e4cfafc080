package org.apportion.testkit.marketplace;

import java.util.Map;
import org.apportion.testkit.marketplace.FakeHttpService.Reply;
import org.apportion.testkit.marketplace.FakeHttpService.Request;

/** IMDSv2: a session token first, then the instance's documents. */
final class AwsInstanceMetadata {
    private static final String SESSION = "session-token-of-the-fake";
    private static final String IDENTITY = "/latest/dynamic/instance-identity/";
    private static final Map<String, String> DOCUMENTS = Map.of(
            IDENTITY + "document",
            "{\"accountId\":\"123456789012\",\"region\":\"eu-central-1\",\"instanceId\":\"i-0123456789abcdef0\"}",
            IDENTITY + "signature",
            "c2lnbmF0dXJl",
            IDENTITY + "pkcs7",
            "cGtjczc=",
            "/latest/meta-data/iam/security-credentials/",
            "metering-role",
            "/latest/meta-data/iam/security-credentials/metering-role",
            "{\"Code\":\"Success\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"ASIAFAKEFAKEFAKEFAKE\","
                    + "\"SecretAccessKey\":\"fake-secret\",\"Token\":\"fake-token\","
                    + "\"Expiration\":\"2099-01-01T00:00:00Z\"}");

    Reply answer(Request request) {
        if (request.path().equals("/latest/api/token")) {
            String seconds = request.header("x-aws-ec2-metadata-token-ttl-seconds");
            return request.method().equals("PUT") && seconds.matches("[0-9]{1,5}")
                    ? new Reply(
                            200,
                            Map.of("Content-Type", "text/plain", "X-Aws-Ec2-Metadata-Token-Ttl-Seconds", seconds),
                            SESSION)
                    : Reply.text(400, "");
        }
        if (!request.header("x-aws-ec2-metadata-token").equals(SESSION)) {
            return Reply.text(401, "");
        }
        String document = DOCUMENTS.get(request.path());
        return document == null ? Reply.text(404, "") : Reply.text(200, document);
    }
}
