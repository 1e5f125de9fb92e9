package io.jenkins.plugins.openfactory.store;

import java.time.Instant;

/**
 * A person's word on a waiting run.
 *
 * @param subject {@code clarification}, {@code spec}, {@code tickets} or {@code pr}
 * @param decision {@code answer}, {@code approve} or {@code reject}
 * @param boundSha256 the hash of exactly what was shown
 * @param text the answer, or a remark
 * @param by who said it
 */
public record ApprovalRow(String subject, String decision, String boundSha256, String text, String by, Instant at) {}
