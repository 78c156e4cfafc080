package org.apportion.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpReply;
import org.apportion.spi.Secret;

/** How the server is told who asks. */
interface Login {

    /** The call with what the server wants. */
    HttpCall sign(HttpCall call);

    /** Learns from a refusal; true if the same call may do better now. */
    default boolean learn(HttpReply.Answered refusal) {
        return false;
    }

    static Login none() {
        return call -> call;
    }

    static Login bearer(Secret token) {
        return call -> call.with("Authorization", "Bearer " + token.reveal().strip());
    }

    static Login basic(Secret user, Secret password) {
        return call -> call.with(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user.reveal() + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8)));
    }

    static Login digest(Secret user, Secret password) {
        return new DigestLogin(user, password);
    }

    /** The login that the secrets allow, or the one that is named. */
    static Optional<Login> of(String kind, Map<String, Secret> secrets) {
        Secret user = secrets.get("username");
        Secret password = secrets.get("password");
        Secret token = secrets.get("token");
        boolean pair = user != null && password != null;
        return switch (kind) {
            case "none" -> Optional.of(none());
            case "bearer" -> token == null ? Optional.empty() : Optional.of(bearer(token));
            case "basic" -> pair ? Optional.of(basic(user, password)) : Optional.empty();
            case "digest" -> pair ? Optional.of(digest(user, password)) : Optional.empty();
            default ->
                token != null
                        ? Optional.of(bearer(token))
                        : pair ? Optional.of(basic(user, password)) : Optional.of(none());
        };
    }
}
