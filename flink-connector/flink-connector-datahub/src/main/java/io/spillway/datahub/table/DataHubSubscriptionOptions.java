/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** Options of the {@code datahub} table connector about reading by a subscription. */
@PublicEvolving
public final class DataHubSubscriptionOptions {

    public static final ConfigOption<String> SUBSCRIPTION_ID =
            ConfigOptions.key("subscription-id")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("subId")
                    .withDescription(
                            "Subscription to commit offsets to, after each completed checkpoint, and to start from.");

    public static final ConfigOption<UncommittedStart> SCAN_SUBSCRIPTION_UNCOMMITTED =
            ConfigOptions.key("scan.subscription.uncommitted")
                    .enumType(UncommittedStart.class)
                    .defaultValue(UncommittedStart.EARLIEST)
                    .withDescription(
                            "Where a subscription starts that has never committed an offset.");

    public static final ConfigOption<OnSubscriptionEvent> SCAN_SUBSCRIPTION_ON_SESSION_LOST =
            ConfigOptions.key("scan.subscription.on-session-lost")
                    .enumType(OnSubscriptionEvent.class)
                    .defaultValue(OnSubscriptionEvent.CONTINUE)
                    .withDescription(
                            "What to do when another reader has opened the subscription: continue reads on without committing the shards it took.");

    public static final ConfigOption<OnSubscriptionEvent> SCAN_SUBSCRIPTION_ON_RESET =
            ConfigOptions.key("scan.subscription.on-reset")
                    .enumType(OnSubscriptionEvent.class)
                    .defaultValue(OnSubscriptionEvent.CONTINUE)
                    .withDescription(
                            "What to do when an operator has reset the subscription: continue reads on from where the job is, and its next commit moves the offset back.");

    public static final ConfigOption<OnSubscriptionEvent> SCAN_SUBSCRIPTION_ON_OFFLINE =
            ConfigOptions.key("scan.subscription.on-offline")
                    .enumType(OnSubscriptionEvent.class)
                    .defaultValue(OnSubscriptionEvent.CONTINUE)
                    .withDescription(
                            "What to do when the subscription is offline: continue reads on, and commits once it is on.");

    public static final ConfigOption<OnSubscriptionEvent> SCAN_SUBSCRIPTION_ON_COMMIT_FAILURE =
            ConfigOptions.key("scan.subscription.on-commit-failure")
                    .enumType(OnSubscriptionEvent.class)
                    .defaultValue(OnSubscriptionEvent.CONTINUE)
                    .withDescription(
                            "What to do when committing fails for another reason: continue tries again after the next checkpoint.");

    private DataHubSubscriptionOptions() {}

    /** Values of {@link #SCAN_SUBSCRIPTION_UNCOMMITTED}. */
    public enum UncommittedStart implements DescribedEnum {
        EARLIEST("earliest", "The oldest record kept."),
        LATEST("latest", "Only records written after the start.");

        private final String value;
        private final String description;

        UncommittedStart(String value, String description) {
            this.value = value;
            this.description = description;
        }

        @Override
        public String toString() {
            return value;
        }

        @Override
        public InlineElement getDescription() {
            return TextElement.text(description);
        }
    }

    /** Values of {@link #SCAN_SUBSCRIPTION_ON_RESET} and of the others like it. */
    public enum OnSubscriptionEvent implements DescribedEnum {
        CONTINUE("continue", "Warn, count it and read on."),
        FAIL("fail", "Fail the job.");

        private final String value;
        private final String description;

        OnSubscriptionEvent(String value, String description) {
            this.value = value;
            this.description = description;
        }

        @Override
        public String toString() {
            return value;
        }

        @Override
        public InlineElement getDescription() {
            return TextElement.text(description);
        }
    }
}
