/** What {@code docker-compose.yml}, the Dockerfiles and the Kubernetes manifests say, against what the applications take. */
@NullMarked
package dev.rollcall.system.containers;

import org.jspecify.annotations.NullMarked;
