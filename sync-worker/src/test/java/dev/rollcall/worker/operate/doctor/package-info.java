@NullMarked
package dev.rollcall.worker.operate.doctor;

import org.jspecify.annotations.NullMarked;
