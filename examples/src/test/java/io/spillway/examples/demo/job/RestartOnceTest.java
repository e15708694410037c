/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestartOnceTest {

    private final RestartOnce restart = new RestartOnce(100);

    @Test
    void waitsForACheckpointThatCoversSomethingAndForProgressBeyondIt() {
        restart.observe(3, 0, 0);
        assertThat(restart.hasUsefulCheckpoint()).isFalse();
        restart.observe(3, 60, 60);
        restart.observe(4, 60, 60);
        assertThat(restart.hasUsefulCheckpoint()).as("4 may have begun before").isFalse();

        restart.observe(5, 60, 60);
        assertThat(restart.hasUsefulCheckpoint()).isTrue();
        assertThat(restart.isDue(60, 60)).as("nothing beyond checkpoint 5").isFalse();

        restart.observe(5, 61, 61);
        assertThat(restart.isDue(61, 61)).isTrue();
    }

    @Test
    void aNewCheckpointTakesInWhatWasBeyondTheOldOne() {
        restart.observe(1, 60, 60);
        restart.observe(3, 70, 70);
        restart.observe(4, 80, 80);
        assertThat(restart.isDue(80, 80)).isFalse();
        restart.observe(4, 81, 81);
        assertThat(restart.isDue(81, 81)).isTrue();
    }

    @Test
    void waitsForHalfOfTheChanges() {
        restart.observe(1, 10, 10);
        restart.observe(3, 20, 20);
        restart.observe(3, 49, 49);
        assertThat(restart.isDue(49, 49)).isFalse();
        restart.observe(3, 50, 50);
        assertThat(restart.isDue(50, 50)).isTrue();
    }

    @Test
    void doesNotWaitForMoreWhenThereIsNoMore() {
        restart.observe(1, 100, 100);
        restart.observe(3, 100, 100);
        assertThat(restart.isDue(100, 100)).isTrue();
    }

    @Test
    void happensOnce() {
        restart.observe(1, 100, 100);
        restart.observe(3, 100, 100);
        restart.done();
        assertThat(restart.isDone()).isTrue();
        assertThat(restart.isDue(100, 100)).isFalse();
    }
}
