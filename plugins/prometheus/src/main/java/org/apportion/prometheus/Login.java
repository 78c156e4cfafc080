package org.apportion.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
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
        Optional<Login> bearer = Optional.ofNullable(secrets.get("token")).map(Login::bearer);
        return switch (kind) {
            case "none" -> Optional.of(none());
            case "bearer" -> bearer;
            case "basic" -> pair(secrets, Login::basic);
            case "digest" -> pair(secrets, Login::digest);
            default ->
                bearer.or(() -> pair(secrets, Login::basic))
                        .or(() -> half(secrets) ? Optional.empty() : Optional.of(none()));
        };
    }

    /** A name without a password, or the other way, is a mistake and not a wish to log in as nobody. */
    private static boolean half(Map<String, Secret> secrets) {
        return secrets.containsKey("username") || secrets.containsKey("password");
    }

    private static Optional<Login> pair(Map<String, Secret> secrets, BiFunction<Secret, Secret, Login> login) {
        Secret user = secrets.get("username");
        Secret password = secrets.get("password");
        return user == null || password == null ? Optional.empty() : Optional.of(login.apply(user, password));
    }
}
