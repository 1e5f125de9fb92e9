package io.jenkins.plugins.openfactory.artifact;

import io.jenkins.plugins.openfactory.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of one kind of secret, from its issuer's documentation.
 *
 * @param hints texts of which every occurrence holds one, to pass over most files quickly
 * @param pattern with the secret as its first group
 * @param shown how many of its first characters are the same for all and may be shown
 * @param check what else must hold for the secret
 */
record TokenKind(String name, List<String> hints, Pattern pattern, int shown, Predicate<String> check) {
    private static final String START = "(?<![A-Za-z0-9])";
    private static final String END = "(?![A-Za-z0-9])";
    private static final String USER = "[^\\s:/?#@\"'<>\\\\]{0,100}:";
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "example|placeholder|changeme|change-me|redacted|dummy|your|insert|x{4}|0{6}|\\.{3}|\\*{3}|[$<>{}]",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PASSWORD_WORD = Pattern.compile(
            "pass|password|passwd|pwd|secret|token|pw|user|key|x+|\\*+|\\.+|%s|%\\w+%?|\\[.*",
            Pattern.CASE_INSENSITIVE);
    /** A random token of this length or more has more different characters than that. */
    private static final int FEWEST_DIFFERENT = 5;
    /** The example that the JWT debugger shows, and every text about JWT with it. */
    private static final String JWT_OF_THE_TEXTBOOKS = "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

    static final List<TokenKind> ALL = List.of(
            token("github-token", 4, "gh[pousr]_[A-Za-z0-9]{36,251}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
            token("github-token", 11, "github_pat_[A-Za-z0-9_]{50,251}", "github_pat_"),
            token(
                    "gitlab-token",
                    6,
                    "gl(?:pat|oas|dt|rt|ptt|cbt|ft|imt|soat|agent)-[A-Za-z0-9_-]{20,255}",
                    "glpat-",
                    "gloas-",
                    "gldt-",
                    "glrt-",
                    "glptt-",
                    "glcbt-",
                    "glft-",
                    "glimt-",
                    "glsoat-",
                    "glagent-"),
            token("aws-access-key", 4, "(?:AKIA|ASIA)[A-Z0-9]{16}", "AKIA", "ASIA"),
            of(
                    "aws-secret-key",
                    0,
                    "(?i:aws_?secret_?(?:access_?)?key|aws_?secret)[\"']?\\s{0,3}[:=]\\s{0,3}[\"']?"
                            + "([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
                    TokenKind::isRandom,
                    "ecret"),
            token("google-api-key", 4, "AIza[A-Za-z0-9_-]{35}", "AIza"),
            token("google-oauth-secret", 7, "GOCSPX-[A-Za-z0-9_-]{28}", "GOCSPX-"),
            token("google-oauth-token", 5, "ya29\\.[A-Za-z0-9_-]{30,1000}", "ya29."),
            token("slack-token", 5, "xox[abeoprs]-[A-Za-z0-9-]{20,250}", "xox"),
            token("slack-token", 5, "xapp-[0-9]-[A-Za-z0-9-]{20,250}", "xapp-"),
            token(
                    "slack-webhook",
                    24,
                    "hooks\\.slack\\.com/services/T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{20,40}",
                    "hooks.slack.com"),
            token("stripe-key", 8, "[sr]k_(?:live|test)_[A-Za-z0-9]{20,250}", "k_live_", "k_test_"),
            token("stripe-webhook-secret", 6, "whsec_[A-Za-z0-9]{32,250}", "whsec_"),
            token("npm-token", 4, "npm_[A-Za-z0-9]{36}", "npm_"),
            token("pypi-token", 6, "pypi-[A-Za-z0-9_-]{50,1000}", "pypi-"),
            of(
                    "json-web-token",
                    3,
                    START + "(eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,8000}\\.[A-Za-z0-9_-]{20,2000})",
                    TokenKind::isWebToken,
                    "eyJ"),
            of(
                    "private-key",
                    10,
                    "(-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\\\[nr]|[\\s\"'+,])*"
                            + "(?:[A-Za-z-]{1,30}: ?[^\\n\\\\]{0,200}(?:\\n|\\\\n)\\s*){0,8}[A-Za-z0-9+/=]{40,80})",
                    key -> true,
                    "PRIVATE KEY"),
            of(
                    "password-in-url",
                    0,
                    // The scheme is looked at last: every letter of a text might begin one, and most have no colon
                    // behind.
                    "://(?=" + USER + ")(?<=" + START + "[A-Za-z][A-Za-z0-9+.-]{1,20}://)" + USER
                            + "([^\\s:/?#@\"'<>\\\\]{3,200})@[A-Za-z0-9\\[]",
                    TokenKind::isPassword,
                    "://"),
            of("azure-storage-key", 0, "AccountKey=([A-Za-z0-9+/]{86}==)", TokenKind::isRandom, "AccountKey="),
            of(
                    "azure-client-secret",
                    0,
                    "(?<![A-Za-z0-9_~.-])([A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{34})(?![A-Za-z0-9_~.-])",
                    TokenKind::isRandom,
                    "8Q~"),
            of("azure-sas-signature", 0, "[?&]sig=([A-Za-z0-9%+/]{40,120}(?:%3[dD]|=))", TokenKind::isRandom, "sig="),
            token("anthropic-key", 7, "sk-ant-[A-Za-z0-9]{3,12}-[A-Za-z0-9_-]{20,250}", "sk-ant-"),
            token("openai-key", 3, "sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,250}", "sk-"),
            token("openai-key", 3, "sk-[A-Za-z0-9]{32,100}", "sk-"),
            token("hugging-face-token", 3, "hf_[A-Za-z0-9]{34,40}", "hf_"),
            token("sendgrid-key", 3, "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}", "SG."));

    boolean mayBeIn(String text) {
        return hints.stream().anyMatch(text::contains);
    }

    boolean isReal(Matcher matcher) {
        return check.test(matcher.group(1));
    }

    private static TokenKind token(String name, int shown, String regex, String... hints) {
        return of(name, shown, START + "(" + regex + ")" + END, token -> isRandom(token.substring(shown)), hints);
    }

    private static TokenKind of(String name, int shown, String regex, Predicate<String> check, String... hints) {
        return new TokenKind(name, List.of(hints), Pattern.compile(regex), shown, check);
    }

    private static boolean isRandom(String body) {
        return !PLACEHOLDER.matcher(body).find() && body.chars().distinct().count() >= FEWEST_DIFFERENT;
    }

    private static boolean isPassword(String password) {
        return !PLACEHOLDER.matcher(password).find()
                && !PASSWORD_WORD.matcher(password).matches();
    }

    private static boolean isWebToken(String token) {
        String[] parts = token.split("\\.");
        if (parts[2].equals(JWT_OF_THE_TEXTBOOKS)) {
            return false;
        }
        try {
            String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
            return Json.read(header).has("alg") && isRandom(parts[2].toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
