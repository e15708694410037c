/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import com.taosdata.jdbc.tmq.ReferenceDeserializer;
import java.sql.Timestamp;

/** A reading, as the vendor's consumer fills it by its setters. */
public final class MeterBean {

    private Timestamp ts;
    private float amps;
    private int volts;
    private double phase;
    private String remark;
    private String tbname;
    private String location;
    private int groupid;

    /** Named to the consumer. */
    public static final class Deserializer extends ReferenceDeserializer<MeterBean> {}

    long look() {
        return ts.getTime()
                + (long) amps
                + volts
                + (long) phase
                + remark.length()
                + tbname.length()
                + location.length()
                + groupid;
    }

    public void setTs(Timestamp value) {
        ts = value;
    }

    public void setAmps(float value) {
        amps = value;
    }

    public void setVolts(int value) {
        volts = value;
    }

    public void setPhase(double value) {
        phase = value;
    }

    public void setRemark(String value) {
        remark = value;
    }

    public void setTbname(String value) {
        tbname = value;
    }

    public void setLocation(String value) {
        location = value;
    }

    public void setGroupid(int value) {
        groupid = value;
    }
}
