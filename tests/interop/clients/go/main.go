// A native program with golang.org/x/oauth2 and go-oidc. The person opens its links in a browser.
package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/coreos/go-oidc"
	"golang.org/x/oauth2"
)

func main() {
	ctx := context.Background()
	here := os.Getenv("APP_URL")
	provider := checked(oidc.NewProvider(ctx, os.Getenv("ISSUER")))
	config := oauth2.Config{
		ClientID:    os.Getenv("CLIENT_ID"), // public: x/oauth2 sends it by Basic with an empty password first
		Endpoint:    provider.Endpoint(),
		RedirectURL: here + "/callback",
		Scopes:      []string{oidc.ScopeOpenID, "profile", "email"},
	}

	// x/oauth2 0.3.0 leaves PKCE to the program.
	state, verifier := random(), random()
	hash := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(hash[:])
	answer := open(here, config.AuthCodeURL(state, oauth2.SetAuthURLParam("code_challenge", challenge), oauth2.SetAuthURLParam("code_challenge_method", "S256")))
	if answer.Get("state") != state {
		log.Fatal("The answer belongs to another request: ", answer)
	}
	token := checked(config.Exchange(ctx, answer.Get("code"), oauth2.SetAuthURLParam("code_verifier", verifier)))
	identity := token.Extra("id_token").(string)
	verified := checked(provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(ctx, identity))

	token.Expiry = time.Now() // so that it is renewed
	tokens := config.TokenSource(ctx, token)
	renewed := checked(tokens.Token())
	person := checked(provider.UserInfo(ctx, tokens))
	var claims map[string]any
	check(person.Claims(&claims))

	var metadata struct {
		EndSession string `json:"end_session_endpoint"`
	}
	check(provider.Claims(&metadata))
	open(here, metadata.EndSession+"?"+url.Values{"id_token_hint": {identity}, "post_logout_redirect_uri": {here + "/signed-out"}}.Encode())

	if verified.Subject != person.Subject {
		log.Fatal("The ID token and userinfo don't belong together.")
	}
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{"claims": claims, "tokens": []string{token.RefreshToken, renewed.RefreshToken}}))
}

func random() string {
	bytes := make([]byte, 32)
	checked(rand.Read(bytes))
	return base64.RawURLEncoding.EncodeToString(bytes)
}

// open prints a link, and returns what comes back with the browser.
func open(here, link string) url.Values {
	address := checked(url.Parse(here)).Host
	listener := checked(net.Listen("tcp", address))
	answers := make(chan url.Values, 1)
	server := http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "You can close this window.")
		answers <- r.URL.Query()
	})}
	go server.Serve(listener)
	defer server.Shutdown(context.Background()) // after the browser has its page
	fmt.Println("Open " + link)
	return <-answers
}

func checked[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
