/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.console;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import org.apache.flink.annotation.Internal;

/** Whether somebody looks at the output. */
@Internal
public final class Terminal {

    private Terminal() {}

    /** Whether standard input and output are a terminal. */
    public static boolean isAttached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there always is a console, and this tells whether it is a terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
